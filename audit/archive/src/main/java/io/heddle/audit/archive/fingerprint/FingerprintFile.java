package io.heddle.audit.archive.fingerprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.ArchiveException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Fingerprints in a file, as {@code docs/formats/FINGERPRINT.md} specifies it. */
final class FingerprintFile implements FingerprintSource {
  private static final String MAGIC = "heddle fingerprints 1";
  private static final HexFormat HEX = HexFormat.of();

  private final Path file;

  FingerprintFile(Path file) {
    this.file = file;
  }

  /** Writes what a register has of its first source, in the order of keys. */
  static void write(Path file, Columns columns, FingerprintRegister register)
      throws ArchiveException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(MAGIC + "\n");
      out.write(columns.table() + "\n");
      out.write(String.join(",", columns.key()) + "\n");
      out.write(String.join(",", columns.others()) + "\n");
      register.forEach(
          row -> {
            String key = Base64.getEncoder().encodeToString(row.key());
            out.write(HEX.formatHex(row.first()) + " " + key + " " + oneLine(row.shown()) + "\n");
          });
      FingerprintRegister.Total total = register.first();
      out.write("rows " + total.rows() + " " + HEX.formatHex(total.sha256()) + "\n");
    } catch (IOException failure) {
      throw new ArchiveException(file + " cannot be written (" + failure + ")", failure);
    }
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Columns columns() throws ArchiveException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      return columns(in);
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  @Override
  public void read(Sink sink) throws ArchiveException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      columns(in);
      FingerprintRegister.Sum sum = new FingerprintRegister.Sum();
      for (String line = in.readLine(); ; line = in.readLine()) {
        if (line == null) {
          throw new IOException("it has no end");
        }
        String[] words = line.split(" ", 3);
        if (words.length < 3) {
          throw new IOException("'" + line + "' is no line of it");
        }
        if (words[0].equals("rows")) {
          FingerprintRegister.Total total = sum.total();
          String expected = total.rows() + " " + HEX.formatHex(total.sha256());
          if (!expected.equals(words[1] + " " + words[2]) || in.readLine() != null) {
            throw new IOException("its rows are not those that its last line counts");
          }
          return;
        }
        byte[] sha256 = HEX.parseHex(words[0]);
        sum.add(sha256);
        sink.take(new Fingerprint(Base64.getDecoder().decode(words[1]), words[2], sha256));
      }
    } catch (IOException | IllegalArgumentException failure) {
      throw unreadable(failure);
    }
  }

  private static Columns columns(BufferedReader in) throws IOException {
    if (!MAGIC.equals(in.readLine())) {
      throw new IOException("it does not begin with '" + MAGIC + "'");
    }
    return new Columns(line(in), names(line(in)), names(line(in)));
  }

  private static String line(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("it has no end");
    }
    return line;
  }

  private static List<String> names(String line) {
    return line.isEmpty() ? List.of() : List.of(line.split(","));
  }

  private static String oneLine(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    for (int i = 0; i < utf8.length; i++) {
      utf8[i] = utf8[i] >= 0 && utf8[i] < ' ' ? (byte) '?' : utf8[i];
    }
    return new String(utf8, UTF_8);
  }

  private ArchiveException unreadable(Exception failure) {
    return new ArchiveException(
        file + " cannot be read as fingerprints: " + failure.getMessage(), failure);
  }
}
