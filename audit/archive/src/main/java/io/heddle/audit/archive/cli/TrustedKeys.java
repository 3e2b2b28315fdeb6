package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says which keys are trusted. */
final class TrustedKeys {
  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "A verifier key to trust (name+hash+base64), or a file with one a line. May be repeated.")
  private List<String> given = new ArrayList<>();

  /** The keys; empty if none was given. */
  List<VerifierKey> parsed() {
    List<VerifierKey> keys = new ArrayList<>();
    for (String text : given) {
      for (String line : lines(text)) {
        if (!line.isBlank()) {
          keys.add(parse(line));
        }
      }
    }
    if (!given.isEmpty() && keys.isEmpty()) {
      throw new TypeConversionException("--key names a file that holds no key");
    }
    return keys;
  }

  private static List<String> lines(String text) {
    try {
      Path file = Path.of(text);
      return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of(text);
    } catch (InvalidPathException noPath) {
      return List.of(text);
    } catch (IOException unreadable) {
      throw new TypeConversionException("--key " + text + " cannot be read (" + unreadable + ")");
    }
  }

  private static VerifierKey parse(String line) {
    try {
      return VerifierKey.parse(line);
    } catch (NoteException malformed) {
      throw new TypeConversionException("--key: " + malformed.getMessage());
    }
  }
}
