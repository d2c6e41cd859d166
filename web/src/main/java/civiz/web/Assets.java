package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The page's files, read from the classpath once, kept in memory with a gzipped copy. All of {@code public/} is found
 * under an address that contains a hash of the content, so that a browser may keep it for ever; the files of libraries
 * are found under their versions. The index names the addresses, where it says <code>{{assets}}</code>,
 * <code>{{webjars/NAME}}</code> and <code>{{modules}}</code>. Immutable.
 */
final class Assets {
  /** What a browser needs to know of each kind of file. Others are not served. */
  private static final Map<String, String> TYPES = Map.ofEntries(
      Map.entry("html", "text/html;charset=utf-8"), Map.entry("js", "text/javascript;charset=utf-8"),
      Map.entry("css", "text/css;charset=utf-8"), Map.entry("json", "application/json"),
      Map.entry("geojson", "application/geo+json"), Map.entry("svg", "image/svg+xml"),
      Map.entry("png", "image/png"),
      Map.entry("webp", "image/webp"), Map.entry("woff2", "font/woff2"),
      Map.entry("txt", "text/plain;charset=utf-8"),
      Map.entry("webmanifest", "application/manifest+json"));
  private static final Pattern INLINE_SCRIPT = Pattern.compile(
      "<script\\b(?![^>]*\\bsrc=)[^>]*>(.*?)</script>",
      Pattern.DOTALL);

  /**
   * One file.
   *
   * @param type its media type
   * @param etag strong, quoted
   */
  @SuppressWarnings("ArrayRecordComponent") // handed to the server, never compared
  record File(byte[] bytes, byte @Nullable [] gzip, String type, String etag) {}

  private final Map<String, File> files = new TreeMap<>();
  private final File index;
  private final List<String> scriptHashes;

  /** Reads them from the classpath. */
  Assets() {
    Map<String, byte[]> page = tree("public", "index.html");
    byte[] html = page.remove("index.html");
    if (html == null) throw new IllegalStateException("public/index.html is not there any more");
    Webjars webjars = new Webjars();
    page.computeIfPresent("icons.svg", (name, named) -> new Icons(webjars).sprite(named));
    page.computeIfPresent("style.css", (name, imports) -> Styles.joined(imports, page));
    String base = "/assets/" + hash(page);
    page.forEach((path, bytes) -> put(base + "/" + path, path, bytes));
    String source = new String(html, UTF_8);
    webjars.files(source).forEach((address, bytes) -> put(address, address, bytes));
    String text = webjars.addressed(source).replace("{{assets}}", base)
        .replace("{{modules}}", Modules.preloads(page, "app.js", base));
    index = file("index.html", text.getBytes(UTF_8));
    scriptHashes = INLINE_SCRIPT.matcher(text).results().map(script -> script.group(1))
        .map(script -> "sha256-" + Base64.getEncoder().encodeToString(sha256(script.getBytes(UTF_8))))
        .toList();
  }

  /** The page. */
  File index() {
    return index;
  }

  /** What is found under a path and may be kept for ever, or null. */
  @Nullable
  File find(String path) {
    return files.get(path);
  }

  /** A file of {@code public/} by its name there, or null. */
  @Nullable
  File named(String name) {
    return files.entrySet().stream().filter(entry -> entry.getKey().startsWith("/assets/"))
        .filter(entry -> entry.getKey().substring(entry.getKey().indexOf('/', "/assets/".length()) + 1)
            .equals(name))
        .map(Map.Entry::getValue).findFirst().orElse(null);
  }

  /** The index's own scripts, as a content security policy names them. */
  List<String> scriptHashes() {
    return scriptHashes;
  }

  private void put(String address, String path, byte[] bytes) {
    if (TYPES.containsKey(extension(path))) files.put(address, file(path, bytes));
  }

  /** What is served under a name that ends in a known kind of file. */
  static File file(String path, byte[] bytes) {
    String extension = extension(path);
    byte[] gzip = gzip(bytes);
    String etag = '"' + HexFormat.of().formatHex(sha256(bytes), 0, 16) + '"';
    return new File(bytes, gzip.length < bytes.length ? gzip : null,
        String.valueOf(TYPES.get(extension)), etag);
  }

  private static String extension(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static String hash(Map<String, byte[]> page) {
    MessageDigest digest = sha256();
    page.forEach((path, bytes) -> {
      digest.update(path.getBytes(UTF_8));
      digest.update(sha256(bytes));
    });
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static byte[] sha256(byte[] bytes) {
    return sha256().digest(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * All files in a folder of the classpath and below it, by their path there; in a jar or in a directory.
   *
   * @param known a file there: folders themselves need not be in a jar
   */
  private static Map<String, byte[]> tree(String folder, String known) {
    URL url = Assets.class.getClassLoader().getResource(folder + "/" + known);
    if (url == null)
      throw new IllegalStateException("%s/%s is not on the classpath".formatted(folder, known));
    try {
      if (!(url.openConnection() instanceof JarURLConnection jar))
        return read(Path.of(url.toURI()).resolveSibling(""));
      try (FileSystem files = FileSystems.newFileSystem(Path.of(jar.getJarFileURL().toURI()))) {
        return read(files.getPath(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, byte[]> read(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
      }
    }
    return files;
  }
}
