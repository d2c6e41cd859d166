package civiz.web;

import civiz.contract.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Where a map's tiles are: the address of a TileJSON document (github.com/mapbox/tilejson-spec), which the browser
 * fetches itself, so that keys bound to a referrer work and this process needs no way out; or a template of the tiles'
 * own addresses. Immutable.
 *
 * @param url         http or https; a key is part of it, which browsers must be told and nothing else is
 * @param attribution whom the page names for a template's tiles: text that may have links as in HTML
 */
record TileSource(Secret url, @Nullable String attribution) {
  /** As the page's map. A template says no more of itself. */
  private static final int MAX_ZOOM = 19;
  /** What stands for {s}, as every map library has it. */
  private static final List<String> SUBDOMAINS = List.of("a", "b", "c");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final Set<String> REQUIRED = Set.of("z", "x", "y");
  private static final Set<String> OPTIONAL = Set.of("s", "r");

  static boolean isTemplate(String url) {
    return url.contains("{");
  }

  /**
   * Reads an address or a template.
   *
   * @throws IllegalArgumentException when it is neither; the message does not quote it
   */
  static TileSource read(String value, @Nullable String attribution) {
    if (isTemplate(value)) {
      List<String> names = PLACEHOLDER.matcher(value).results().map(match -> match.group(1)).toList();
      if (!names.containsAll(REQUIRED)
          || !names.stream().allMatch(name -> REQUIRED.contains(name) || OPTIONAL.contains(name))) {
        throw new IllegalArgumentException(
            "is a template without {z}, {x} and {y}, or with more than these, {s} and {r}");
      }
    }
    TileSource source = new TileSource(new Secret(value), isTemplate(value) ? attribution : null);
    source.addresses().forEach(TileSource::check);
    return source;
  }

  private static void check(String address) {
    try {
      URI uri = new URI(PLACEHOLDER.matcher(address).replaceAll("0"));
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null
          && !inHost(address)) {
        return;
      }
    } catch (URISyntaxException e) {
      // told below, without the value
    }
    throw new IllegalArgumentException(
        "is neither an http(s) template such as https://tiles.example/{z}/{x}/{y}.png, nor the address of a TileJSON document, nor none");
  }

  /** A host made of the tile's numbers could not be named in a content security policy. */
  private static boolean inHost(String address) {
    return address.split("/", 4)[2].contains("{");
  }

  /** The templates, one for each subdomain; or the one address. */
  private List<String> addresses() {
    String value = url.value();
    if (!value.contains("{s}")) return List.of(value);
    return SUBDOMAINS.stream().map(subdomain -> value.replace("{s}", subdomain)).toList();
  }

  /** Those origins that the browser must be allowed to fetch from: a TileJSON's. */
  Stream<String> fetched() {
    return isTemplate(url.value()) ? Stream.empty() : origins();
  }

  /** Those origins of pictures that are not https, and which the page therefore does not allow by itself. */
  Stream<String> insecure() {
    return origins().filter(origin -> origin.startsWith("http:"));
  }

  private Stream<String> origins() {
    return addresses().stream().map(address -> {
      Matcher placeholders = PLACEHOLDER.matcher(address);
      URI uri = URI.create(placeholders.replaceAll("0"));
      return uri.getScheme() + "://" + uri.getRawAuthority();
    });
  }

  /** As the page takes it: a TileJSON document, or the address of one. */
  JsonNode json() {
    if (!isTemplate(url.value())) return StringNode.valueOf(url.value());
    ObjectNode json = document(addresses(), attribution);
    return json.put("minzoom", 0).put("maxzoom", MAX_ZOOM);
  }

  /** A TileJSON 3.0 document of raster tiles. */
  static ObjectNode document(List<String> tiles, @Nullable String attribution) {
    ObjectNode json = JsonMapper.shared().createObjectNode().put("tilejson", "3.0.0");
    ArrayNode addresses = json.putArray("tiles");
    tiles.forEach(addresses::add);
    if (attribution != null) json.put("attribution", attribution);
    return json;
  }
}
