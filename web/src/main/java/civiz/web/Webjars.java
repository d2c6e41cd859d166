package civiz.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The libraries that the page is made with, on the classpath as webjars. A page names a file of one as
 * <code>{{webjars/NAME}}/FILE</code>, without its version, which the build alone decides; only what is named is served.
 * {@link Assets} asks at the start, on one thread; what is not on the classpath stops the start and is named.
 */
final class Webjars {
  private static final String ROOT = "META-INF/resources/webjars/";
  private static final Pattern NAMED = Pattern.compile("\\{\\{webjars/([\\w-]+)}}(/[\\w./-]*\\w)?");

  private final ClassLoader classpath = Webjars.class.getClassLoader();
  /** The folder of each, which is named like its version. */
  private final Map<String, String> versions = new HashMap<>();

  /** A text with the addresses of what it names. */
  String addressed(String text) {
    return NAMED.matcher(text).replaceAll(named -> {
      String path = named.group(2);
      return Matcher.quoteReplacement(address(named.group(1)) + (path == null ? "" : path));
    });
  }

  /** The files that a text names, by their addresses. What has no extension is no file, but a part of an address. */
  Map<String, byte[]> files(String text) {
    Map<String, byte[]> files = new HashMap<>();
    NAMED.matcher(text).results().forEach(named -> {
      String path = named.group(2);
      if (path != null && path.substring(path.lastIndexOf('/')).contains("."))
        files.put(address(named.group(1)) + path, read(named.group(1), path.substring(1)));
    });
    return files;
  }

  private String address(String name) {
    return "/webjars/" + folder(name);
  }

  private String folder(String name) {
    return name + "/" + versions.computeIfAbsent(name, this::version);
  }

  /** One file of a webjar. */
  byte[] read(String name, String path) {
    String resource = ROOT + folder(name) + "/" + path;
    try (InputStream in = classpath.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException("the webjar %s has no %s".formatted(name, path));
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String version(String name) {
    try {
      List<String> found = Collections.list(classpath.getResources(ROOT + name + "/")).stream()
          .flatMap(folder -> names(folder).stream()).distinct().toList();
      if (found.size() != 1)
        throw new IllegalStateException("webjar %s: not one version on the classpath but %s".formatted(name,
            found));
      return found.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the folders in a folder, in a jar or in a directory. */
  private static List<String> names(URL folder) {
    try {
      if (folder.openConnection() instanceof JarURLConnection jar) {
        String prefix = jar.getEntryName();
        return jar.getJarFile().stream().map(entry -> entry.getName())
            .filter(entry -> entry.startsWith(prefix) && entry.indexOf('/', prefix.length()) > 0)
            .map(entry -> entry.substring(prefix.length(), entry.indexOf('/', prefix.length()))).distinct()
            .toList();
      }
      try (Stream<Path> all = Files.list(Path.of(folder.toURI()))) {
        return all.map(path -> path.getFileName().toString()).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
