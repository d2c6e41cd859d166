package civiz.collector.source;

import civiz.collector.source.StreamFailure.Kind;
import civiz.collector.source.XRules.Rule;
import civiz.contract.Limits;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the rules that X has of this program as they should be, by the fewest changes: what is there stays, what is
 * missing is added, and then what carries this program's tag and is not wanted is deleted. Rules with other tags are
 * somebody else's and stay. X applies changes within about 20 s, to an open stream too.
 *
 * <p>Called on the source's thread before the stream connects; blocks for a few requests, each with a time-out, and
 * an interrupt ends it. What fails half-way is completed by the next call.
 */
final class XRuleClient {
  private static final Logger LOG = LoggerFactory.getLogger(XRuleClient.class);
  private static final JsonMapper JSON = new JsonMapper();

  private static final String RULES = "/2/tweets/search/stream/rules";
  /** Of a request; X answers within one second or two. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  /** Pages of a list: X gives a thousand rules in each, and takes no more of an app. */
  private static final int PAGES = 100;
  /** Rules of one request to add or delete, some 100 KB of them; X documents no limit. */
  private static final int BATCH = 100;

  private final XApi api;
  /** What a person can look at when X does not take a rule. */
  private final String check;

  XRuleClient(HttpClient http, XConfig config) {
    this(http, config, TIMEOUT, InstantSource.system());
  }

  /** @param timeout of each request, with its whole answer */
  XRuleClient(HttpClient http, XConfig config, Duration timeout, InstantSource clock) {
    api = new XApi(http, config, timeout, clock);
    check = config.rule() == null ? "check AREAS" : "check X_RULE";
  }

  /**
   * What became of the rules.
   *
   * @param kept    wanted ones that were there
   * @param added   wanted ones that were not
   * @param deleted this program's that were not wanted any more
   */
  record Changes(int kept, int added, int deleted) {}

  /** A rule that X has. */
  private record Present(String id, String value, String tag) {
    boolean isOurs() {
      return tag.startsWith(XRules.TAG);
    }
  }

  /** What an attempt to add rules came to: how many were added, and the ids of those that X had already. */
  private record Added(int count, Set<String> duplicates) {}

  /** Makes X's rules the wanted ones. */
  Changes reconcile(List<Rule> wanted) throws StreamFailureException, InterruptedException {
    List<Present> present = list();
    List<Rule> missing = missing(wanted, present);
    List<Present> unwanted = unwanted(wanted, present);
    requireRoom(present.size() - unwanted.size(), missing.size());
    // Posts must not be missed in between, so what is new comes first where there is room for both.
    boolean deleteFirst = present.size() + missing.size() > XRules.MOST;
    int deleted = deleteFirst ? delete(unwanted) : 0;
    Added added = add(missing, false);
    if (!deleteFirst) {
      deleted = delete(unwanted.stream().filter(rule -> !added.duplicates().contains(rule.id())).toList());
    }
    Changes changes = new Changes(wanted.size() - added.count(), added.count(), deleted);
    if (changes.added() + changes.deleted() > 0) {
      LOG.atInfo().addKeyValue("source", "x").addKeyValue("kept", changes.kept())
          .addKeyValue("added", changes.added()).addKeyValue("deleted", changes.deleted())
          .log("rules changed");
    }
    return changes;
  }

  /** What {@link #reconcile} would do. X checks the rules that are missing, and nothing changes. */
  Changes preview(List<Rule> wanted) throws StreamFailureException, InterruptedException {
    List<Present> present = list();
    List<Rule> missing = missing(wanted, present);
    List<Present> unwanted = unwanted(wanted, present);
    requireRoom(present.size() - unwanted.size(), missing.size());
    add(missing, true);
    return new Changes(wanted.size() - missing.size(), missing.size(), unwanted.size());
  }

  /** X keeps a value once, whoever brought it. */
  private static List<Rule> missing(List<Rule> wanted, List<Present> present) {
    Set<String> values = present.stream().map(Present::value).collect(Collectors.toSet());
    return wanted.stream().filter(rule -> !values.contains(rule.value())).toList();
  }

  private static List<Present> unwanted(List<Rule> wanted, List<Present> present) {
    Set<String> values = wanted.stream().map(Rule::value).collect(Collectors.toSet());
    return present.stream().filter(rule -> rule.isOurs() && !values.contains(rule.value())).toList();
  }

  private static void requireRoom(int staying, int missing) throws StreamFailureException {
    if (staying + missing <= XRules.MOST) return;
    throw new StreamFailureException(new StreamFailure(Kind.REFUSED,
        "X takes %d rules of an app, %d are there and %d more are needed: make AREAS smaller, or delete others' rules"
            .formatted(XRules.MOST, staying, missing)));
  }

  private List<Present> list() throws StreamFailureException, InterruptedException {
    List<Present> rules = new ArrayList<>();
    String next = "";
    for (int page = 0; page < PAGES; page++) {
      JsonNode answer = api.get(RULES + next);
      for (JsonNode rule : answer.path("data")) {
        rules.add(new Present(rule.path("id").asString(""), rule.path("value").asString(""),
            rule.path("tag").asString("")));
      }
      String token = answer.path("meta").path("next_token").asString("");
      if (token.isEmpty()) return rules;
      next = "?pagination_token=" + XApi.encoded(token);
    }
    throw new StreamFailureException(new StreamFailure(Kind.HTTP, "X's list of rules has no end"));
  }

  private Added add(List<Rule> rules, boolean dry) throws StreamFailureException, InterruptedException {
    int count = 0;
    Set<String> duplicates = new HashSet<>();
    for (List<Rule> batch : batches(rules)) {
      ObjectNode request = JSON.createObjectNode();
      ArrayNode add = request.putArray("add");
      for (Rule rule : batch)
        add.addObject().put("value", rule.value()).put("tag", rule.tag());
      JsonNode answer = api.post(RULES + (dry ? "?dry_run=true" : ""), request);
      for (JsonNode error : answer.path("errors")) {
        if (!error.path("type").asString("").endsWith("/duplicate-rules")) throw refused(error);
        duplicates.add(error.path("id").asString(""));
      }
      count += answer.path("data").size();
    }
    return new Added(count, duplicates);
  }

  private int delete(List<Present> rules) throws StreamFailureException, InterruptedException {
    for (List<Present> batch : batches(rules)) {
      ObjectNode request = JSON.createObjectNode();
      ArrayNode ids = request.putObject("delete").putArray("ids");
      batch.forEach(rule -> ids.add(rule.id()));
      api.post(RULES, request); // its errors are about rules that were gone already
    }
    return rules.size();
  }

  /** X's words are quoted: only it knows which operator it does not like. */
  private StreamFailureException refused(JsonNode error) {
    String words = error.path("details").path(0).asString(error.path("detail").asString(""));
    return new StreamFailureException(new StreamFailure(Kind.FINAL,
        "X does not take a rule, it says %s: %s, then start again".formatted(Limits.quote(words), check)));
  }

  private static <T> List<List<T>> batches(List<T> all) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH)
      batches.add(all.subList(from, Math.min(from + BATCH, all.size())));
    return batches;
  }
}
