package civiz.local;

import civiz.contract.FeedEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.resps.StreamEntry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An area's feed as it is in Redis at one moment, read without any code of Civiz but its reading of an event.
 *
 * @param position {@code epoch:seq} of the head
 * @param numbers  those in the log
 * @param documents the posts that the log leads to, by id
 * @param raw      the log's events, as they are
 */
record FeedOnRedis(String position, List<Long> numbers, Map<String, JsonNode> documents, String raw) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The ids of the posts that the log leads to. */
  Set<String> posts() {
    return documents.keySet();
  }

  /** Reads it. */
  static FeedOnRedis read(URI redis, String area) {
    String key = "civiz:{" + area + "}";
    try (RedisClient client = RedisClient.create(redis)) {
      List<String> head = client.hmget(key + ":head", "epoch", "seq");
      List<Long> numbers = new ArrayList<>();
      Map<String, JsonNode> documents = new LinkedHashMap<>();
      StringBuilder raw = new StringBuilder();
      for (StreamEntry entry : client.xrange(key + ":log", "-", "+")) {
        numbers.add(entry.getID().getTime());
        String json = String.valueOf(entry.getFields().get("event"));
        raw.append(json).append('\n');
        FeedEvent event = FeedEvent.read(json.getBytes(StandardCharsets.UTF_8));
        if (event.retraction() != null) {
          documents.entrySet().removeIf(post -> event.retraction().covers(post.getKey(),
              post.getValue().at("/properties/author/id").stringValue(null)));
        } else {
          documents.put(String.valueOf(event.id()), JSON.readTree(json).path("post"));
        }
      }
      return new FeedOnRedis(head.get(0) + ":" + head.get(1), numbers, documents, raw.toString());
    }
  }
}
