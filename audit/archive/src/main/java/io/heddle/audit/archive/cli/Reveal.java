package io.heddle.audit.archive.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.privacy.DetailReader;
import io.heddle.audit.archive.privacy.TenantKeyStore;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.spool.privacy.MasterKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * What commands have that can open sealed detail. Who does is recorded: before anything is shown
 * that it was asked for, and behind it whose was shown.
 */
final class Reveal {
  private static final int MOST_TENANTS = 100;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--reveal",
      description =
          "Open sealed detail, with the master key that heddle.privacy.master-key finds. The ledger"
              + " records who did.")
  private boolean isWanted;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why it is opened; the ledger records it.")
  private String reason;

  private AuditCommand audit;
  private DetailReader details;

  boolean isWanted() {
    return isWanted;
  }

  /** Begins to read for a question; must be followed by {@link #end}. */
  void begin(AuditCommand above) throws ArchiveException {
    audit = above;
    if (reason != null && !isWanted) {
      throw new TypeConversionException("--reason goes with --reveal");
    }
    ArchiveHome home = new ArchiveHome(audit.home());
    if (!isWanted) {
      details = DetailReader.closed(home);
      return;
    }
    MasterKey master = audit.masterKey("");
    note("REVEAL_ASKED");
    details = DetailReader.revealing(home, master);
  }

  /** The operation as it is to be shown. */
  ArchivedOperation shown(ArchivedOperation operation) {
    try {
      return details.read(operation);
    } catch (ArchiveException unreadable) {
      throw new UncheckedIOException(new IOException(unreadable.getMessage(), unreadable));
    }
  }

  /** Records what was shown. */
  void end() throws ArchiveException {
    if (details != null && details.revealed() > 0) {
      note("REVEALED");
    }
    if (isWanted) {
      audit.archiveFirst(); // into the ledger, if no sidecar does it
    }
  }

  private void note(String what) throws ArchiveException {
    new TenantKeyStore(new ArchiveHome(audit.home()))
        .note(what, detail(), Moments.micros(Instant.now()));
  }

  /** As JSON; without a mapper, whose start every command would pay for. */
  private String detail() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("by", AuditCommand.user());
      json.writeStringField("asked", String.join(" ", arguments()));
      if (reason != null) {
        json.writeStringField("reason", reason);
      }
      if (details != null) {
        json.writeNumberField("operations", details.revealed());
        json.writeNumberField("tenants", details.tenants().size());
        json.writeArrayFieldStart("of");
        for (String tenant : details.tenants().stream().limit(MOST_TENANTS).toList()) {
          json.writeString(tenant);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private List<String> arguments() {
    return command.root().commandLine().getParseResult().originalArgs();
  }
}
