package civiz.collector.source;

/** One post in the form of each source, of an ordinary size. */
final class Lines {
  /** A line of X's filtered stream. */
  static final String X = """
      {"data":{"id":"1780000000000000000","author_id":"42","created_at":"2026-11-21T09:00:00.000Z","lang":"en",\
      "text":"Gulls over the river, and the bridge is up again #Chicago #bridges https://t.co/aaaaaaaaaa",\
      "entities":{"hashtags":[{"start":49,"end":57,"tag":"Chicago"},{"start":58,"end":66,"tag":"bridges"}],\
      "urls":[{"start":67,"end":90,"url":"https://t.co/aaaaaaaaaa","expanded_url":"https://example.com/q","display_url":"example.com/q"}]},\
      "attachments":{"media_keys":["3_1"]},\
      "geo":{"place_id":"1d9a5370a355ab0c","coordinates":{"type":"Point","coordinates":[-87.6298,41.8781]}}},\
      "includes":{"places":[{"id":"1d9a5370a355ab0c","full_name":"Chicago, IL","place_type":"city","country_code":"US",\
      "geo":{"type":"Feature","bbox":[-87.940033,41.644102,-87.523993,42.0230669],"properties":{}}}],\
      "users":[{"id":"42","name":"Ada","username":"ada_example","profile_image_url":"https://pbs.example.com/ada_normal.png"}],\
      "media":[{"media_key":"3_1","type":"photo","url":"https://pbs.example.com/1.jpg","alt_text":"A bridge, half open"}]},\
      "matching_rules":[{"id":"1166895166390583299","tag":"civiz:chicago-1"}]}""";

  /** A tweet of the v1.1 interface, as Twitter4J reads it from the stream. */
  static final String TWEET = """
      {"created_at":"Sat Nov 21 09:00:00 +0000 2026","id":1780000000000000000,"id_str":"1780000000000000000",\
      "text":"Gulls over the river, and the bridge is up again #Chicago #bridges https://t.co/aaaaaaaaaa",\
      "source":"<a href=\\"https://example.com\\" rel=\\"nofollow\\">Example</a>","truncated":false,\
      "user":{"id":42,"id_str":"42","name":"Ada","screen_name":"ada_example","location":"Chicago","protected":false,\
      "verified":false,"followers_count":10,"friends_count":10,"listed_count":0,"favourites_count":5,"statuses_count":100,\
      "created_at":"Mon Jan 02 09:00:00 +0000 2012","profile_image_url_https":"https://pbs.example.com/ada_normal.png"},\
      "geo":{"type":"Point","coordinates":[41.8781,-87.6298]},"coordinates":{"type":"Point","coordinates":[-87.6298,41.8781]},\
      "place":{"id":"1d9a5370a355ab0c","place_type":"city","name":"Chicago","full_name":"Chicago, IL","country_code":"US",\
      "country":"United States","bounding_box":{"type":"Polygon","coordinates":[[[-87.940033,41.644102],\
      [-87.940033,42.0230669],[-87.523993,42.0230669],[-87.523993,41.644102]]]},"attributes":{}},\
      "is_quote_status":false,"retweet_count":0,"favorite_count":0,\
      "entities":{"hashtags":[{"text":"Chicago","indices":[49,57]},{"text":"bridges","indices":[58,66]}],\
      "urls":[{"url":"https://t.co/aaaaaaaaaa","expanded_url":"https://example.com/q","display_url":"example.com/q",\
      "indices":[67,90]}],"user_mentions":[],"symbols":[]},\
      "favorited":false,"retweeted":false,"filter_level":"low","lang":"en","timestamp_ms":"1795251600000"}""";

  /** A message of Jetstream. */
  static final String JETSTREAM = """
      {"did":"did:plc:aaaabbbbccccddddeeeeffff","time_us":1795251600000000,"kind":"commit",\
      "commit":{"rev":"3l","operation":"create","collection":"app.beaconbits.beacon","rkey":"3lbwzaaaaaaaa","cid":"bafy",\
      "record":{"$type":"app.beaconbits.beacon","shout":"Gulls over the river, and the bridge is up again",\
      "createdAt":"2026-11-21T09:00:00.000Z","location":{"latitude":"41.8781","longitude":"-87.6298"}}}}""";

  /** A GeoJSON document with one feature. */
  static final String GEOJSON = """
      {"type":"FeatureCollection","metadata":{"title":"Quakes","count":1},"features":[{"type":"Feature",\
      "properties":{"mag":1.2,"place":"6 km NW of The Geysers, CA","time":1795251600000,"updated":1795251660000,"tz":null,\
      "url":"https://feeds.example/event/nc1","felt":null,"alert":null,"status":"automatic","tsunami":0,"sig":22,"net":"nc",\
      "code":"1","ids":",nc1,","types":",nearby-cities,origin,","nst":12,"dmin":0.01,"rms":0.02,"gap":81,"magType":"md",\
      "type":"earthquake","title":"M 1.2 - 6 km NW of The Geysers, CA"},\
      "geometry":{"type":"Point","coordinates":[-122.81,38.82,2.1]},"id":"nc1"}]}""";

  private Lines() {}
}
