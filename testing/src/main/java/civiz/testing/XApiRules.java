package civiz.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of one app at X, and the answers of {@code /2/tweets/search/stream/rules}. Callable from any thread. */
final class XApiRules {
  /** What pay-per-use allows. */
  private static final int MOST = 1_000;
  private static final long FIRST_ID = 1_166_895_166_390_583_299L;

  private final Map<String, XApiRule> rules = new LinkedHashMap<>();
  private long ids = FIRST_ID;
  private int pageSize = MOST;

  synchronized List<XApiRule> all() {
    return List.copyOf(rules.values());
  }

  synchronized void pageSize(int size) {
    pageSize = size;
  }

  synchronized XApiRule add(String value, String tag) {
    XApiRule rule = new XApiRule(Long.toString(ids++), value, tag.isEmpty() ? null : tag);
    rules.put(rule.id(), rule);
    return rule;
  }

  /** A page: a token names the first rule that is left. */
  synchronized XApiAnswer list(Map<String, String> query) {
    List<XApiRule> all = List.copyOf(rules.values());
    int from = query.containsKey("pagination_token")
        ? Integer.parseInt(query.get("pagination_token"), 32)
        : 0;
    int most = Math.min(pageSize, Integer.parseInt(query.getOrDefault("max_results", "1000")));
    List<XApiRule> page = all.subList(Math.min(from, all.size()), Math.min(from + most, all.size()));
    ObjectNode answer = XApiSchema.JSON.createObjectNode();
    if (!page.isEmpty()) {
      ArrayNode data = answer.putArray("data");
      page.forEach(rule -> data.add(json(rule)));
    }
    ObjectNode meta = answer.putObject("meta").put("sent", Instant.now().toString()).put("result_count",
        page.size());
    int next = from + page.size();
    if (next < all.size())
      meta.put("next_token", "%16s".formatted(Integer.toString(next, 32)).replace(' ', '0'));
    return XApiAnswer.json(200, "GetRulesResponse", answer);
  }

  synchronized XApiAnswer update(Map<String, String> query, String body) {
    JsonNode request;
    try {
      request = XApiSchema.JSON.readTree(body);
    } catch (JacksonException e) {
      return XApiAnswer.invalidRequest("The body is not JSON.");
    }
    List<String> errors = XApiSchema.errors("UpdateRulesRequest", request);
    if (!errors.isEmpty()) return XApiAnswer.invalidRequest(errors.toString());
    if (request.has("add") == request.has("delete"))
      return XApiAnswer.invalidRequest("Exactly one of add and delete must be specified.");
    boolean dry = query.getOrDefault("dry_run", "false").equals("true");
    return request.has("add") ? add(request.path("add"), dry) : delete(request.path("delete"), dry);
  }

  /** One invalid rule, and none of the request is created; a duplicate does not keep the others away. */
  private XApiAnswer add(JsonNode wanted, boolean dry) {
    if (rules.size() + wanted.size() > MOST) {
      return XApiAnswer.problem(422,
          XApiAnswer.problem("rule-cap", "RulesCapExceeded", "The app may have %d rules.".formatted(MOST)));
    }
    List<ObjectNode> invalid = new ArrayList<>();
    List<ObjectNode> duplicates = new ArrayList<>();
    Map<String, String> fresh = new LinkedHashMap<>();
    for (JsonNode rule : wanted) {
      String value = rule.path("value").asString();
      List<String> problems = XRuleSyntax.problems(value);
      XApiRule same = rules.values().stream().filter(one -> one.value().equals(value)).findFirst()
          .orElse(null);
      if (!problems.isEmpty()) {
        ObjectNode error = XApiAnswer.problem("invalid-rules", "UnprocessableEntity", "Rule is invalid")
            .put("value", value);
        ArrayNode details = error.putArray("details");
        problems.forEach(details::add);
        invalid.add(error);
      } else if (same != null || fresh.containsKey(value)) {
        duplicates.add(XApiAnswer.problem("duplicate-rules", "DuplicateRule", "Rule already exists")
            .put("value", value).put("id", same == null ? "0" : same.id()));
      } else {
        fresh.put(value, rule.path("tag").asString(""));
      }
    }
    int valid = fresh.size();
    if (!invalid.isEmpty()) fresh.clear();
    ObjectNode answer = XApiSchema.JSON.createObjectNode();
    if (!fresh.isEmpty()) {
      ArrayNode data = answer.putArray("data");
      fresh.forEach((value, tag) -> data.add(json(dry ? new XApiRule("0", value, tag) : add(value, tag))));
    }
    if (invalid.size() + duplicates.size() > 0) {
      ArrayNode errors = answer.putArray("errors");
      invalid.forEach(errors::add);
      duplicates.forEach(errors::add);
    }
    summary(answer).put("created", dry ? 0 : fresh.size()).put("not_created", wanted.size() - fresh.size())
        .put("valid", valid).put("invalid", wanted.size() - valid);
    return XApiAnswer.json(fresh.isEmpty() ? 200 : 201, "UpdateRulesResponse", answer);
  }

  private XApiAnswer delete(JsonNode wanted, boolean dry) {
    int deleted = 0;
    List<String> missing = new ArrayList<>();
    for (JsonNode id : wanted.path("ids")) {
      boolean there = dry ? rules.containsKey(id.asString()) : rules.remove(id.asString()) != null;
      if (there) deleted++;
      else missing.add(id.asString());
    }
    ObjectNode answer = XApiSchema.JSON.createObjectNode();
    if (!missing.isEmpty()) {
      ArrayNode errors = answer.putArray("errors");
      for (String id : missing) {
        errors.addObject().put("title", "Invalid Request").put("detail", "Rule does not exist")
            .put("type", "https://api.x.com/2/problems/invalid-request").put("value", id);
      }
    }
    summary(answer).put("deleted", deleted).put("not_deleted", missing.size());
    return XApiAnswer.json(200, "UpdateRulesResponse", answer);
  }

  private static ObjectNode summary(ObjectNode answer) {
    return answer.putObject("meta").put("sent", Instant.now().toString()).putObject("summary");
  }

  private static ObjectNode json(XApiRule rule) {
    ObjectNode json = XApiSchema.JSON.createObjectNode().put("id", rule.id()).put("value", rule.value());
    if (rule.tag() != null) json.put("tag", rule.tag());
    return json;
  }
}
