package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import civiz.testing.MapTiles;
import civiz.testing.MapTiles.At;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MbtilesTest {
  private static final byte[] NORTH = MapTiles.png(0x2040a0);
  private static final byte[] SOUTH = MapTiles.png(0x40a020);

  @TempDir
  Path folder;

  private Path file(Map<String, String> metadata, Map<At, byte[]> tiles) {
    return MapTiles.mbtiles(folder.resolve("a city's #1 map?%20.mbtiles"), metadata, tiles);
  }

  private Path twoRows() {
    return file(Map.of("name", "City", "format", "png"),
        Map.of(new At(1, 0, 1), NORTH, new At(1, 0, 0), SOUTH));
  }

  private static byte[] withMagic(int... magic) {
    byte[] tile = new byte[32];
    for (int i = 0; i < magic.length; i++)
      tile[i] = (byte) magic[i];
    return tile;
  }

  @Test
  void rowsAreCountedFromTheNorth() throws Exception {
    try (Mbtiles tiles = Mbtiles.open(twoRows())) {
      assertThat(tiles.tile(1, 0, 0)).isEqualTo(NORTH);
      assertThat(tiles.tile(1, 0, 1)).isEqualTo(SOUTH);
      assertThat(tiles.type()).isEqualTo("image/png");
    }
  }

  @Test
  void whereThereIsNoTileIsNone() throws Exception {
    try (Mbtiles tiles = Mbtiles.open(twoRows())) {
      int[][] nowhere = {{1, 1, 0}, {0, 0, 0}, {1, -1, 0}, {1, 0, -1}, {1, 2, 0}, {1, 0, 2}, {-1, 0, 0},
        {31, 0, 0},
        {30, 0, Integer.MAX_VALUE}, {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE}};
      for (int[] at : nowhere)
        assertThat(tiles.tile(at[0], at[1], at[2])).as("%d/%d/%d", at[0], at[1], at[2]).isNull();
    }
  }

  @Test
  void manyThreadsReadAtATime() throws Exception {
    try (Mbtiles tiles = Mbtiles.open(twoRows());
        ExecutorService threads = Executors.newFixedThreadPool(16)) {
      Callable<byte[]> north = () -> tiles.tile(1, 0, 0);
      List<Future<byte[]>> all = threads.invokeAll(Stream.generate(() -> north).limit(500).toList());
      for (Future<byte[]> one : all)
        assertThat(one.get()).isEqualTo(NORTH);
    }
  }

  @Test
  void itsTileJsonSaysWhatItsMetadataSay() {
    try (Mbtiles tiles = Mbtiles.open(file(
        Map.of("name", "City", "minzoom", "3", "maxzoom", "15", "bounds", "-88,41.5,-87,42", "attribution",
            "© City"),
        Map.of(new At(3, 1, 5), NORTH)))) {
      assertThat(tiles.tileJson("/{z}/{x}/{y}", null).toString()).isEqualTo(
          "{\"tilejson\":\"3.0.0\",\"tiles\":[\"/{z}/{x}/{y}\"],\"attribution\":\"© City\",\"minzoom\":3,\"maxzoom\":15,\"name\":\"City\",\"bounds\":[-88.0,41.5,-87.0,42.0]}");
      assertThat(tiles.tileJson("/{z}/{x}/{y}", "© Us").path("attribution").asString()).isEqualTo("© Us");
    }
  }

  @Test
  void whatTheMetadataDoNotSayTheTilesDo() {
    try (Mbtiles tiles = Mbtiles.open(file(Map.of("minzoom", "low", "maxzoom", "99", "bounds", "1,2,NaN,x"),
        Map.of(new At(4, 0, 0), NORTH, new At(9, 0, 0), NORTH)))) {
      assertThat(tiles.tileJson("/{z}/{x}/{y}", null).toString())
          .isEqualTo("{\"tilejson\":\"3.0.0\",\"tiles\":[\"/{z}/{x}/{y}\"],\"minzoom\":4,\"maxzoom\":9}");
    }
  }

  @Test
  void picturesAreKnownByTheirFirstBytes() {
    Map<String, byte[]> kinds = Map.of("image/jpeg", withMagic(0xff, 0xd8, 0xff), "image/webp",
        withMagic('R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'E', 'B', 'P'));
    kinds.forEach((type, tile) -> {
      Path file = MapTiles.mbtiles(folder.resolve(type.replace('/', '.')), Map.of("format", "png"),
          Map.of(new At(0, 0, 0), tile));
      try (Mbtiles tiles = Mbtiles.open(file)) {
        assertThat(tiles.type()).isEqualTo(type);
      }
    });
  }

  @Test
  void tilesMayBeAViewAsTileMillMakesIt() throws Exception {
    Path file = folder.resolve("mill.mbtiles");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
        Statement sql = connection.createStatement()) {
      sql.executeUpdate("CREATE TABLE metadata (name text, value text)");
      sql.executeUpdate(
          "CREATE TABLE map (zoom_level integer, tile_column integer, tile_row integer, tile_id text)");
      sql.executeUpdate("CREATE TABLE images (tile_data blob, tile_id text)");
      sql.executeUpdate(
          "CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data FROM map JOIN images USING (tile_id)");
      sql.executeUpdate("INSERT INTO map VALUES (0, 0, 0, 'sea')");
      sql.executeUpdate("INSERT INTO images VALUES (x'ffd8ff00', 'sea')");
    }
    try (Mbtiles tiles = Mbtiles.open(file)) {
      assertThat(tiles.tile(0, 0, 0)).hasSize(4);
    }
  }

  @Test
  void vectorTilesAreRefused() {
    Path file = file(Map.of("format", "pbf"), Map.of(new At(0, 0, 0), withMagic(0x1f, 0x8b)));
    assertThatThrownBy(() -> Mbtiles.open(file)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"pbf\"", "png, jpg or webp");
  }

  @Test
  void aFileWithoutTilesIsRefused() {
    Path file = file(Map.of("format", "png"), Map.of());
    assertThatThrownBy(() -> Mbtiles.open(file)).hasMessageContaining("has no tiles");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing.mbtiles", "."})
  void whatIsNoFileIsRefused(String name) {
    assertThatThrownBy(() -> Mbtiles.open(folder.resolve(name))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no file");
  }

  @Test
  void whatIsNoDatabaseOrAnotherOneIsRefused() throws IOException, SQLException {
    Path text = Files.write(folder.resolve("text"),
        "not a database, and longer than a page's header".repeat(50).getBytes(UTF_8));
    Path other = folder.resolve("other");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other.toUri());
        Statement sql = connection.createStatement()) {
      sql.executeUpdate("CREATE TABLE songs (name text)");
    }
    for (Path file : List.of(text, other, Files.createFile(folder.resolve("empty"))))
      assertThatThrownBy(() -> Mbtiles.open(file)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(file.getFileName().toString(), "can't be read as MBTiles");
  }

  @Test
  void itIsNeverWrittenTo() throws Exception {
    Path file = twoRows();
    byte[] before = Files.readAllBytes(file);
    assertThat(file.toFile().setReadOnly()).isTrue();
    try (Mbtiles tiles = Mbtiles.open(file)) {
      assertThat(tiles.tile(1, 0, 0)).isEqualTo(NORTH);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
