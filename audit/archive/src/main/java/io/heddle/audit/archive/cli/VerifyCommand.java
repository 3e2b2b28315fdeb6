package io.heddle.audit.archive.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.verify.Finding;
import io.heddle.audit.archive.verify.Report;
import io.heddle.audit.archive.verify.VerifiedState;
import io.heddle.audit.archive.verify.Verifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle audit verify}. */
@Command(
    name = "verify",
    description = "Derive everything anew from the files and compare it with what was signed.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all is as it was signed; declared gaps are listed",
      "1:the archive could not be read at all",
      "2:the command line was wrong",
      "4:something was changed, removed, inserted or reordered, or a signature is wrong",
      "5:nothing is wrong, but what --from speaks of was pruned since and could not be compared",
      "6:what was signed is gone: there is no archive, or it is smaller than it was, or another"
    },
    footer = {
      "",
      "Without --key the keys that the home lists are trusted: enough against accidents, not against",
      "somebody who can write there. Keep what 'heddle audit keys export' prints elsewhere.",
      "",
      "Example:",
      "  heddle audit verify --key ledger.pub"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int WRONG = 4;
  private static final int UNCOMPARED = 5;
  private static final int GONE = 6;

  private enum ReportFormat {
    table,
    json
  }

  @Mixin private LedgerOutput output;
  @Mixin private TrustedKeys keys;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private ReportFormat format;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Go on from what an earlier verification left in FILE, and leave there what the next one"
              + " needs. The file must be kept where nobody else can write.")
  private Path state;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          checkState();
          if (Verifier.mayArchiveFirst(output.audit().home(), !keys.parsed().isEmpty())) {
            output.audit().archiveFirst();
          }
          Progress bar = new Progress(output.terminal(), System::nanoTime);
          Report report;
          try {
            report =
                Verifier.verify(
                    output.audit().home(),
                    keys.parsed(),
                    earlier(),
                    (done, total) -> bar.at(done, done / Math.max(1.0, total)));
          } finally {
            bar.end();
          }
          if (format == ReportFormat.json) {
            json(report);
          } else {
            table(report);
          }
          output.out().flush();
          if (report.isGone()) {
            return GONE;
          }
          if (!report.isSound()) {
            return WRONG;
          }
          if (!report.isCompared()) {
            return UNCOMPARED;
          }
          if (state != null && report.state() != null) {
            keep(report.state());
          }
          return 0;
        });
  }

  /** Before all is verified, and not behind it. */
  private void checkState() throws ArchiveException {
    if (state != null && !Files.isDirectory(state.toAbsolutePath().getParent())) {
      throw new ArchiveException(
          "--from " + state + " cannot be written: its folder is not there", null);
    }
  }

  /** What an earlier verification left; null if there was none. */
  private VerifiedState earlier() throws ArchiveException {
    if (state == null || Files.notExists(state)) {
      return null;
    }
    try {
      return VerifiedState.parse(Files.readString(state));
    } catch (IOException | IllegalArgumentException unusable) {
      throw new ArchiveException(
          "--from " + state + " cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  private void keep(VerifiedState found) throws ArchiveException {
    try (PartFile part = new PartFile(state, output::tell)) { // half a state would be no use
      Files.writeString(part.path(), found.toString());
      part.complete();
    } catch (IOException unwritable) {
      throw new ArchiveException(state + " cannot be written (" + unwritable + ")", unwritable);
    }
  }

  private void table(Report report) {
    PrintWriter out = output.out();
    for (Finding finding : report.findings()) {
      out.println(
          (finding.kind().isWrong() ? "WRONG  " : "noted  ")
              + pad(finding.kind().name())
              + Plain.text(finding.text()));
    }
    List<String> more = new ArrayList<>();
    report
        .counts()
        .forEach(
            (kind, count) -> {
              long told = report.findings().stream().filter(f -> f.kind() == kind).count();
              if (told == Finding.MOST_TOLD) {
                more.add(count + " of kind " + kind);
              }
            });
    more.forEach(line -> out.println("…      in all " + line));
    if (!report.findings().isEmpty()) {
      out.println();
    }
    out.printf(
        Locale.ROOT,
        "%s, %s, %s, %s%n",
        Counted.of(report.leaves(), "leaf", "leaves"),
        Counted.of(report.operations(), "operation"),
        Counted.of(report.segments(), "segment"),
        Counted.of(report.checkpoints(), "checkpoint"));
    if (!report.origin().isEmpty()) {
      out.println("log  " + Plain.text(report.origin()));
      out.println(
          "keys "
              + (report.isPinned()
                  ? "given"
                  : "as the archive lists them itself; give --key to rely on yours"));
    }
    out.println(verdict(report));
  }

  private static String verdict(Report report) {
    if (report.isGone()) {
      return "NOT SOUND: what was signed is gone";
    }
    if (!report.isSound()) {
      return "NOT SOUND";
    }
    return report.isCompared() ? "sound" : "sound, but NOT COMPARED with what was verified earlier";
  }

  private static String pad(String name) {
    return name + " ".repeat(Math.max(1, 15 - name.length()));
  }

  private void json(Report report) {
    try {
      JsonGenerator json = new JsonFactory().createGenerator(new ControlEscaper(output.out()));
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeBooleanField("sound", report.isSound());
      json.writeBooleanField("compared", report.isCompared());
      json.writeStringField("origin", report.origin());
      json.writeBooleanField("keys_given", report.isPinned());
      json.writeNumberField("leaves", report.leaves());
      json.writeNumberField("operations", report.operations());
      json.writeNumberField("segments", report.segments());
      json.writeNumberField("checkpoints", report.checkpoints());
      json.writeObjectFieldStart("counts");
      for (Map.Entry<Finding.Kind, Long> count : new TreeMap<>(report.counts()).entrySet()) {
        json.writeNumberField(count.getKey().name().toLowerCase(Locale.ROOT), count.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("findings");
      for (Finding finding : report.findings()) {
        json.writeStartObject();
        json.writeStringField("kind", finding.kind().name().toLowerCase(Locale.ROOT));
        json.writeBooleanField("wrong", finding.kind().isWrong());
        if (finding.leaf() >= 0) {
          json.writeNumberField("leaf", finding.leaf());
        }
        if (!finding.record().isEmpty()) {
          json.writeStringField("record", finding.record());
        }
        if (!finding.file().isEmpty()) {
          json.writeStringField("file", finding.file());
        }
        json.writeStringField("text", finding.text());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.flush();
      output.out().println();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
