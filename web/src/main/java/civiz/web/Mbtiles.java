package civiz.web;

import civiz.contract.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of map tiles that are pictures (MBTiles 1.3, github.com/mapbox/mbtiles-spec): a SQLite database. It is never
 * written to, and must not change while it is open. Callable on any thread; a few read at a time, the others wait for
 * them, for the milliseconds that a tile takes.
 */
final class Mbtiles implements AutoCloseable {
  /** As many as cores of a dyno that read; more would only wait for the disk. */
  private static final int CONNECTIONS = 4;
  /** Deeper than any map goes, and a column still fits an int. */
  private static final int DEEPEST = 30;
  private static final String TILE = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?";

  private final Path file;
  private final BlockingQueue<Connection> connections = new ArrayBlockingQueue<>(CONNECTIONS);
  private final Map<String, String> metadata;
  private final Picture picture;
  private final int minZoom;
  private final int maxZoom;

  private enum Picture {
    PNG("image/png"), JPEG("image/jpeg"), WEBP("image/webp");

    final String type;

    Picture(String type) {
      this.type = type;
    }

    /** By its first bytes; null when it is none of these. */
    static @Nullable Picture of(byte[] tile) {
      if (startsWith(tile, 0, 0x89, 'P', 'N', 'G')) return PNG;
      if (startsWith(tile, 0, 0xff, 0xd8, 0xff)) return JPEG;
      return startsWith(tile, 0, 'R', 'I', 'F', 'F') && startsWith(tile, 8, 'W', 'E', 'B', 'P') ? WEBP : null;
    }

    private static boolean startsWith(byte[] bytes, int offset, int... expected) {
      if (bytes.length < offset + expected.length) return false;
      for (int i = 0; i < expected.length; i++)
        if ((bytes[offset + i] & 0xff) != expected[i]) return false;
      return true;
    }
  }

  /**
   * Opens it.
   *
   * @throws IllegalArgumentException when there is no such file, it is no MBTiles file, has no tiles, or these are no
   *         pictures, as vector tiles are not; the message says which
   */
  static Mbtiles open(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file))
      throw new IllegalArgumentException("there is no file %s that can be read".formatted(quote(file)));
    List<Connection> open = new ArrayList<>();
    try {
      SQLiteConfig config = new SQLiteConfig();
      config.setReadOnly(true);
      for (int i = 0; i < CONNECTIONS; i++)
        open.add(config.createConnection("jdbc:sqlite:%s?immutable=1".formatted(file.toUri())));
      return new Mbtiles(file, open);
    } catch (SQLException e) {
      close(open);
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          "%s can't be read as MBTiles: %s".formatted(quote(file), cause.getMessage()), e);
    } catch (IllegalArgumentException e) {
      close(open);
      throw e;
    }
  }

  private Mbtiles(Path file, List<Connection> open) throws SQLException {
    this.file = file;
    connections.addAll(open);
    Connection first = open.getFirst();
    metadata = metadata(first);
    picture = picture(first);
    minZoom = zoom(first, "minzoom", "min");
    maxZoom = zoom(first, "maxzoom", "max");
  }

  private static Map<String, String> metadata(Connection connection) throws SQLException {
    Map<String, String> metadata = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement("SELECT name, value FROM metadata");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        String name = rows.getString(1);
        String value = rows.getString(2);
        if (name != null && value != null) metadata.put(name, value);
      }
    }
    return metadata;
  }

  private Picture picture(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT tile_data FROM tiles LIMIT 1");
        ResultSet rows = query.executeQuery()) {
      byte[] tile = rows.next() ? rows.getBytes(1) : null;
      if (tile == null) throw new IllegalArgumentException("%s has no tiles".formatted(quote(file)));
      Picture of = Picture.of(tile);
      if (of != null) return of;
      throw new IllegalArgumentException("the tiles of %s are of the format %s, not png, jpg or webp"
          .formatted(quote(file), Limits.quote(metadata.getOrDefault("format", "unknown"))));
    }
  }

  /** What the metadata say, or else the tiles themselves. */
  private int zoom(Connection connection, String name, String function) throws SQLException {
    try {
      int zoom = Integer.parseInt(metadata.getOrDefault(name, "").strip());
      if (zoom >= 0 && zoom <= DEEPEST) return zoom;
    } catch (NumberFormatException e) {
      // the tiles know
    }
    try (PreparedStatement query = connection
        .prepareStatement("SELECT %s(zoom_level) FROM tiles".formatted(function));
        ResultSet rows = query.executeQuery()) {
      return rows.next() ? Math.clamp(rows.getInt(1), 0, DEEPEST) : 0;
    }
  }

  Path file() {
    return file;
  }

  /** The media type of its tiles. */
  String type() {
    return picture.type;
  }

  /**
   * A tile as its picture file, or null when there is none.
   *
   * @param zoom   how often the world is halved
   * @param column from the west
   * @param row    from the north, as in addresses; in the file rows count from the south
   * @throws SQLException when the file can't be read any more
   */
  byte @Nullable [] tile(int zoom, int column, int row) throws SQLException, InterruptedException {
    if (zoom < 0 || zoom > DEEPEST) return null;
    int rows = 1 << zoom;
    if (column < 0 || column >= rows || row < 0 || row >= rows) return null;
    Connection connection = connections.take();
    try (PreparedStatement query = connection.prepareStatement(TILE)) {
      query.setInt(1, zoom);
      query.setInt(2, column);
      query.setInt(3, rows - 1 - row);
      try (ResultSet found = query.executeQuery()) {
        return found.next() ? found.getBytes(1) : null;
      }
    } finally {
      connections.add(connection);
    }
  }

  /**
   * Its TileJSON.
   *
   * @param tiles       the template of its tiles' addresses
   * @param attribution whom to name; null: whom the file names
   */
  ObjectNode tileJson(String tiles, @Nullable String attribution) {
    ObjectNode json = TileSource.document(List.of(tiles),
        attribution == null ? metadata.get("attribution") : attribution);
    json.put("minzoom", minZoom).put("maxzoom", maxZoom);
    if (metadata.containsKey("name")) json.put("name", metadata.get("name"));
    bounds(json);
    return json;
  }

  /** West, south, east, north in degrees; what is not that is left out, as the tiles of the whole world can be asked for. */
  private void bounds(ObjectNode json) {
    String[] edges = metadata.getOrDefault("bounds", "").split(",", -1);
    if (edges.length != 4) return;
    double[] numbers = new double[4];
    try {
      for (int i = 0; i < 4; i++) {
        numbers[i] = Double.parseDouble(edges[i]);
        if (!Double.isFinite(numbers[i])) return;
      }
    } catch (NumberFormatException e) {
      return;
    }
    ArrayNode bounds = json.putArray("bounds");
    for (double number : numbers)
      bounds.add(number);
  }

  private static String quote(Path file) {
    return Limits.quote(file.toString());
  }

  /** Requests that come after this fail. */
  @Override
  public void close() {
    close(List.copyOf(connections));
  }

  private static void close(List<Connection> connections) {
    for (Connection connection : connections) {
      try {
        connection.close();
      } catch (SQLException e) {
        // It was only read: nothing is lost.
      }
    }
  }
}
