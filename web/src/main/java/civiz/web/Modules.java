package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page's scripts in the order in which a browser would find them. It is told of all at once ({@code modulepreload}), or it
 * would learn of each only when the one that imports it has come: as many round trips as imports are deep. Pure functions.
 */
final class Modules {
  private static final Pattern IMPORT = Pattern.compile("^(?:import|export)\\b[^;]*?['\"](\\.[^'\"]+)['\"];",
      Pattern.MULTILINE);

  private Modules() {}

  /**
   * Links for every script that one of them imports, directly or by another.
   *
   * @param files by their path in the page's folder
   * @param first the one that the page names itself
   * @param base  the address of the page's folder
   * @throws IllegalStateException when a script imports what is not there
   */
  static String preloads(Map<String, byte[]> files, String first, String base) {
    Set<String> found = new LinkedHashSet<>();
    Queue<String> unread = new ArrayDeque<>(Set.of(first));
    while (!unread.isEmpty()) {
      String path = unread.remove();
      byte[] script = files.get(path);
      if (script == null)
        throw new IllegalStateException("a script imports %s, which is not there".formatted(path));
      IMPORT.matcher(new String(script, UTF_8)).results()
          .map(
              match -> Path.of(path).resolveSibling(match.group(1)).normalize().toString().replace('\\', '/'))
          .filter(found::add).forEach(unread::add);
    }
    return found.stream().map(path -> "<link rel=\"modulepreload\" href=\"%s/%s\">".formatted(base, path))
        .collect(Collectors.joining("\n    "));
  }
}
