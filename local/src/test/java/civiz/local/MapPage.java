package civiz.local;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.Position;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a person sees of the map in one browser window, and what would be a breach of its defences. */
final class MapPage implements AutoCloseable {
  /** What the page leaves free around the area, and the steps of its zoom (map.js). */
  private static final double PADDING = 24;
  private static final double ZOOM_STEP = 0.25;

  final Page page;
  private final List<String> breaches = new CopyOnWriteArrayList<>();
  private final List<String> console = new CopyOnWriteArrayList<>();
  private final List<String> unanswered = new CopyOnWriteArrayList<>();

  MapPage(Page page, URI web) {
    this.page = page;
    page.onDialog(dialog -> {
      breaches.add("a dialog: " + dialog.message());
      dialog.dismiss();
    });
    page.onPageError(error -> breaches.add("an error: " + error));
    page.onConsoleMessage(message -> {
      console.add(message.text());
      if (message.text().contains("Content Security Policy")) breaches.add(message.text());
    });
    page.onRequest(request -> unanswered.add(request.url()));
    page.onRequestFinished(request -> unanswered.remove(request.url()));
    page.onRequestFailed(request -> unanswered.remove(request.url()));
    page.navigate(web.getPath().isEmpty() ? web + "/" : web.toString());
    try {
      PlaywrightAssertions.assertThat(page.locator("#area")).not().isEmpty();
    } catch (AssertionError e) {
      throw new AssertionError(
          "the page has no feed; not answered: %s; console: %s; breaches: %s".formatted(unanswered, console,
              breaches),
          e);
    }
  }

  /** Dialogs, script errors and reports of the content security policy so far. */
  List<String> breaches() {
    return breaches;
  }

  /** A post's row in the list. */
  Locator row(String id) {
    return page.locator(".row[data-id='" + id + "']");
  }

  /** The open post's card. */
  Locator card() {
    return page.locator("#card");
  }

  /** How many posts the page holds, as it says above the list. */
  int posts() {
    String count = page.locator("#list .count").textContent();
    String all = count.replaceAll("[^0-9 ]", "").strip().replaceAll(".* ", "");
    return all.isEmpty() ? 0 : Integer.parseInt(all);
  }

  /** The status chip's words. */
  String status() {
    return page.locator("#status .label").textContent();
  }

  /**
   * Clicks where a position must be while the map shows the whole of an area: by the formula of web maps (EPSG:3857),
   * not by asking the page.
   */
  void clickAt(double lon, double lat, civiz.contract.BoundingBox area) {
    clickBelow(lon, lat, area, 0);
  }

  /** The same, so many pixels further down. */
  void clickBelow(double lon, double lat, civiz.contract.BoundingBox area, double pixels) {
    Position position = pixel(lon, lat, area);
    page.mouse().click(position.x, position.y + pixels);
  }

  /** The same with a double click. */
  void doubleClickAt(double lon, double lat, civiz.contract.BoundingBox area) {
    Position position = pixel(lon, lat, area);
    page.mouse().dblclick(position.x, position.y);
  }

  private Position pixel(double lon, double lat, civiz.contract.BoundingBox area) {
    BoundingBox map = page.locator("#map").boundingBox();
    double west = x(area.west());
    double east = x(area.east());
    double north = y(area.north());
    double south = y(area.south());
    double fit = Math.min((map.width - 2 * PADDING) / (east - west),
        (map.height - 2 * PADDING) / (south - north));
    double zoom = Math.floor(Math.log(fit / 256) / Math.log(2) / ZOOM_STEP) * ZOOM_STEP;
    double scale = 256 * Math.pow(2, zoom);
    return new Position(map.x + map.width / 2 + (x(lon) - (west + east) / 2) * scale,
        map.y + map.height / 2 + (y(lat) - (north + south) / 2) * scale);
  }

  private static double x(double lon) {
    return lon / 360 + 0.5;
  }

  private static double y(double lat) {
    double sin = Math.sin(Math.toRadians(lat));
    return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
  }

  @Override
  public void close() {
    page.context().close();
  }
}
