package civiz.collector;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/** Where a recording goes: a file, packed with gzip when its name ends in .gz, or standard output. */
final class RecordingFile {
  static final String STANDARD_OUTPUT = "-";
  private static final int BUFFER = 64 * 1024;

  private RecordingFile() {}

  /**
   * Opens it.
   *
   * @param name      a path, or {@link #STANDARD_OUTPUT}
   * @param overwrite whether a file that is there may be replaced
   * @throws IOException see {@link #why}
   */
  static OutputStream open(String name, boolean overwrite, PrintStream standardOutput) throws IOException {
    if (name.equals(STANDARD_OUTPUT)) return new BufferedOutputStream(new Honest(standardOutput), BUFFER);
    OutputStream file = Files.newOutputStream(path(name), StandardOpenOption.WRITE,
        overwrite ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW,
        StandardOpenOption.TRUNCATE_EXISTING);
    // with a flush that reaches the file, so that little is lost when the process is killed
    return name.endsWith(".gz")
        ? new GZIPOutputStream(file, BUFFER, true)
        : new BufferedOutputStream(file, BUFFER);
  }

  private static Path path(String name) throws IOException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IOException("that is no name for a file", e);
    }
  }

  /** In words, without the name. */
  static String why(IOException failure) {
    return switch (failure) {
      case FileAlreadyExistsException there -> "it is there already; --overwrite replaces it";
      case NoSuchFileException none -> "there is no such folder";
      case AccessDeniedException denied -> "that is not allowed";
      case FileSystemException other -> String.valueOf(other.getReason());
      default -> String.valueOf(failure.getMessage());
    };
  }

  /** A PrintStream keeps its errors to itself; this one tells them. It stays open. */
  private static final class Honest extends FilterOutputStream {
    private final PrintStream printed;

    Honest(PrintStream out) {
      super(out);
      printed = out;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      printed.write(bytes, offset, length);
      flush();
    }

    @Override
    public void flush() throws IOException {
      if (printed.checkError()) throw new IOException("nobody reads it any more");
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
