package civiz.testing;

import com.github.dockerjava.api.DockerClient;
import com.redis.testcontainers.RedisContainer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/** Redis in a container that Testcontainers runs and removes. Used by one thread. */
final class RedisInDocker implements RedisServer {
  private static final DockerImageName IMAGE = DockerImageName.parse("redis:7-alpine");
  /** As long as Redis may take to write down what it has. */
  private static final int STOP_SECONDS = 10;

  private final int port = FreePort.next();
  private RedisContainer container;

  private RedisInDocker() {
    container = newContainer();
  }

  /**
   * Starts one.
   *
   * @param patience how long finding Docker, pulling the image if need be and starting it may take, in seconds
   * @throws IllegalStateException when Docker or the image is not there, or takes too long
   */
  static RedisInDocker launch(int patience) {
    // on a thread of its own: the common pool may have a single one, which Testcontainers and HttpClient need too
    FutureTask<RedisInDocker> started = new FutureTask<>(RedisInDocker::new);
    Thread.ofPlatform().daemon().name("docker").start(started);
    try {
      return started.get(patience, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Docker gave no Redis: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("Docker gave no Redis within " + patience + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Docker starts Redis", e);
    }
  }

  private RedisContainer newContainer() {
    String[] command = Stream
        .concat(Stream.of("redis-server", "--protected-mode", "no"), KEEP_DATA.stream())
        .toArray(String[]::new);
    RedisContainer fresh = new RedisContainer(IMAGE).withCommand(command);
    fresh.setPortBindings(List.of(port + ":6379"));
    fresh.start();
    return fresh;
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }

  @Override
  public URI uri() {
    return URI.create("redis://%s:%d".formatted(container.getHost(), port));
  }

  @Override
  public String where() {
    return "in Docker";
  }

  @Override
  public void start(boolean keepData) {
    if (keepData) {
      docker().startContainerCmd(container.getContainerId()).exec();
    } else {
      container.stop();
      container = newContainer();
    }
  }

  @Override
  public void stop() {
    docker().stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
  }

  @Override
  public void kill() {
    docker().killContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void pause() {
    docker().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void resume() {
    docker().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void close() {
    container.stop();
  }
}
