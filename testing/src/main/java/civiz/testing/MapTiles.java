package civiz.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import javax.imageio.ImageIO;

/** Tiles of a map: pictures of one colour, and MBTiles files that hold some. */
public final class MapTiles {
  private static final int SIZE = 256;

  /**
   * Where a tile is in an MBTiles file.
   *
   * @param row from the south
   */
  public record At(int zoom, int column, int row) {}

  private MapTiles() {}

  /**
   * A PNG file.
   *
   * @param rgb as 0xrrggbb
   */
  public static byte[] png(int rgb) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIZE; y++)
      for (int x = 0; x < SIZE; x++)
        image.setRGB(x, y, rgb);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Makes an MBTiles file as the spec of version 1.3 has it. */
  public static Path mbtiles(Path file, Map<String, String> metadata, Map<At, byte[]> tiles) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toUri())) {
      run(connection, "CREATE TABLE metadata (name text, value text)");
      run(connection,
          "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)");
      run(connection, "CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)");
      for (var entry : metadata.entrySet())
        run(connection, "INSERT INTO metadata VALUES (?, ?)", entry.getKey(), entry.getValue());
      for (var entry : tiles.entrySet()) {
        At at = entry.getKey();
        run(connection, "INSERT INTO tiles VALUES (?, ?, ?, ?)", at.zoom, at.column, at.row,
            entry.getValue());
      }
      return file;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++)
        statement.setObject(i + 1, values[i]);
      statement.executeUpdate();
    }
  }
}
