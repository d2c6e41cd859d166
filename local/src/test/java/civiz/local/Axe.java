package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds a page to WCAG 2.2 A and AA and to the best practices that axe-core knows. What it can't decide fails too, but for
 * contrast where layers overlap, as they do on a map: which colours stand on which is held by contrast.test.js.
 */
final class Axe {
  private static final List<String> TAGS = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
      "best-practice");
  private static final String CONTRAST = "color-contrast";

  private Axe() {}

  /** @param state what the page shows, for the message */
  @SuppressWarnings("deprecation") // The other mode opens a second page for its results; there are no frames here.
  static void assertAccessible(Page page, String state) {
    // what is half there has half the contrast
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))");
    AxeResults results = new AxeBuilder(page).withTags(TAGS).setLegacyMode(true).analyze();
    Stream<Rule> undecided = results.getIncomplete().stream().filter(rule -> !rule.getId().equals(CONTRAST));
    assertThat(Stream.concat(results.getViolations().stream(), undecided).flatMap(Axe::findings))
        .as("what axe-core finds: %s", state).isEmpty();
    assertThat(results.getPasses().stream().map(Rule::getId)).as("what axe-core has looked at: %s", state)
        .contains("aria-allowed-attr", "meta-viewport");
  }

  private static Stream<String> findings(Rule rule) {
    return rule.getNodes().stream()
        .map(node -> "%s at %s: %s".formatted(rule.getId(), node.getTarget(), node.getHtml()));
  }
}
