package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the page asks for to know its map: {@code /basemap.json} names the tiles for each theme, {@code light} and
 * {@code dark}, as a TileJSON document or the address of one; and where the map is a file, {@code /tiles.json} and
 * {@code /tiles/z/x/y}, by the spec so that other programs can use them, too.
 */
final class BasemapPages implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BasemapPages.class);
  private static final String TILEJSON = "/tiles.json";
  private static final String TILES = "/tiles/{z}/{x}/{y}";
  /** Another file has other addresses, see {@link #version}. */
  private static final String A_DAY = "public, max-age=86400";

  private final Assets.File basemap;
  private final @Nullable Mbtiles file;
  private final Assets.@Nullable File tileJson;

  /** @throws IllegalArgumentException when its file can't be read any more */
  BasemapPages(Basemap basemap) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    Path path = basemap.file();
    if (path == null) {
      file = null;
      tileJson = null;
    } else {
      file = Mbtiles.open(path);
      tileJson = json(file.tileJson(TILES + "?" + version(path), basemap.attribution()));
      json.put("light", TILEJSON);
    }
    if (basemap.light() != null) json.set("light", basemap.light().json());
    if (basemap.dark() != null) json.set("dark", basemap.dark().json());
    this.basemap = json(json);
  }

  private static Assets.File json(JsonNode json) {
    return Assets.file("basemap.json", json.toString().getBytes(UTF_8));
  }

  /** Tiles are kept for a day, and those of a file that was replaced must not be mixed with the new ones. */
  private static String version(Path path) {
    try {
      return Long.toHexString(31 * Files.getLastModifiedTime(path).toMillis() + Files.size(path));
    } catch (IOException e) {
      throw new IllegalArgumentException("%s can't be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  void route(RoutesConfig routes) {
    Pages.serve(routes, "/basemap.json", context -> Pages.send(context, basemap, Pages.ASK_FIRST));
    Mbtiles tiles = file;
    if (tiles == null) return;
    Pages.serve(routes, TILEJSON, context -> Pages.send(context, tileJson, Pages.ASK_FIRST));
    Pages.serve(routes, TILES, context -> send(context, tiles));
  }

  private static void send(Context context, Mbtiles tiles) throws InterruptedException {
    byte[] tile;
    try {
      tile = tiles.tile(number(context, "z"), number(context, "x"), number(context, "y"));
    } catch (SQLException e) {
      LOG.atWarn().addKeyValue("path", context.path()).addKeyValue("why", e.getMessage())
          .log("can't read a tile");
      context.status(500).result("The map's file can't be read.\n");
      return;
    }
    if (tile == null) {
      context.status(404);
      return;
    }
    context.header(Header.CACHE_CONTROL, A_DAY).contentType(tiles.type()).res().setContentLength(tile.length);
    if (!context.method().equals(HandlerType.HEAD)) context.result(tile);
  }

  /** What is no number is no tile's. */
  private static int number(Context context, String name) {
    try {
      return Integer.parseInt(context.pathParam(name));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  @Override
  public void close() {
    if (file != null) file.close();
  }
}
