package io.heddle.audit.archive.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ledger.ExtraFields;
import io.heddle.audit.archive.ledger.LeafText;
import io.heddle.audit.archive.ledger.PendingWrite;
import io.heddle.audit.archive.query.ExtrasJson;
import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.TlogProof;
import io.heddle.audit.archive.tlog.TreeHash;
import io.heddle.audit.archive.tlog.VerifierKey;
import io.heddle.audit.spool.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code heddle audit check}. Looks at nothing but what it is given. */
@Command(
    name = "check",
    description = "Check a proof, with nothing but the proof and the log's public key.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the record is in the log that the key signs",
      "1:a file could not be read",
      "2:the command line was wrong",
      "4:the proof proves nothing"
    },
    footer = {"", "Example:", "  heddle audit check r.tlog-proof --key ledger.pub"})
final class CheckCommand implements Callable<Integer> {
  private static final int WRONG = 4;

  /** Where the proof of the outcome follows that of the record. */
  private static final String SECOND = "\n\nc2sp.org/tlog-proof@v1\n";

  private enum RecordFormat {
    table,
    json
  }

  @Mixin private LedgerOutput output;
  @Mixin private TrustedKeys keys;

  @Parameters(paramLabel = "PROOF", description = "The proof.")
  private Path file;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "The record's bytes, if they are not in the proof.")
  private Path recordFile;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private RecordFormat format;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          List<VerifierKey> trusted = keys.parsed();
          if (trusted.isEmpty()) {
            throw new TypeConversionException(
                "give --key: a proof proves something only to who knows the log's key");
          }
          try {
            String text = read(file);
            int end = text.indexOf(SECOND);
            TlogProof proof = TlogProof.parse(end < 0 ? text : text.substring(0, end + 1));
            byte[] record = record(proof);
            Checkpoint checkpoint = check(proof, record, trusted);
            String outcome = outcome(record, end < 0 ? "" : text.substring(end + 2), trusted);
            tell(proof, record, checkpoint, outcome);
            return 0;
          } catch (NoteException | IllegalArgumentException wrong) {
            output.tell(file + " proves nothing: " + wrong.getMessage());
            return WRONG;
          }
        });
  }

  /**
   * What a proof proves to who trusts these keys.
   *
   * @throws NoteException or an IllegalArgumentException if it proves nothing
   */
  static Checkpoint check(TlogProof proof, byte[] record, List<VerifierKey> trusted)
      throws NoteException {
    Checkpoint checkpoint = Checkpoint.parse(proof.checkpoint().text());
    boolean isSignedByLog =
        proof.checkpoint().signers(trusted).stream()
            .anyMatch(key -> !key.isWitness() && key.name().equals(checkpoint.origin()));
    if (!isSignedByLog) {
      throw new IllegalArgumentException(
          "the key given is not that of the log " + checkpoint.origin());
    }
    if (!proof.proves(new TreeHash().leaf(record))) {
      throw new IllegalArgumentException("the record is not in the tree that was signed");
    }
    return checkpoint;
  }

  /**
   * What is proven of what became of a record, in one sentence; empty if it is no operation.
   *
   * @param second the proof of the leaf that says so; empty for none
   * @throws NoteException or an IllegalArgumentException if it does not prove that
   */
  private static String outcome(byte[] record, String second, List<VerifierKey> trusted)
      throws NoteException {
    Optional<PendingWrite> write = PendingWrite.of(record);
    Object captured = LeafText.fields(record).get("captured_outcome");
    if (second.isEmpty()) {
      return captured == null ? "" : captured + (write.isEmpty() ? ", proven" : ", not proven");
    }
    TlogProof proof = TlogProof.parse(second);
    check(proof, proof.extra(), trusted);
    Outcome outcome =
        write
            .flatMap(pending -> pending.decidedBy(proof.extra()))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "its second leaf, " + proof.index() + ", is not of the record's outcome"));
    return outcome + ", proven by leaf " + proof.index();
  }

  private byte[] record(TlogProof proof) throws ArchiveException {
    if (recordFile == null) {
      if (proof.extra().length == 0) {
        throw new TypeConversionException("the proof does not hold its record: give --record");
      }
      return proof.extra();
    }
    try {
      byte[] record = Files.readAllBytes(recordFile);
      if (proof.extra().length > 0 && !Arrays.equals(record, proof.extra())) {
        throw new IllegalArgumentException("it is of another record than " + recordFile);
      }
      return record;
    } catch (IOException unreadable) {
      throw new ArchiveException(recordFile + " cannot be read (" + unreadable + ")", unreadable);
    }
  }

  private void tell(TlogProof proof, byte[] record, Checkpoint checkpoint, String outcome) {
    Map<String, Object> fields = LeafText.fields(record);
    if (format == RecordFormat.json) {
      json(proof, fields, checkpoint, outcome);
    } else {
      fields.forEach(
          (name, value) -> {
            String text = ExtraFields.text(value);
            if (!text.isEmpty()) {
              String gap = " ".repeat(Math.max(1, 18 - name.length()));
              output.out().println(name + gap + Plain.text(text));
            }
          });
      output.out().println();
      output
          .out()
          .println(
              "is leaf "
                  + proof.index()
                  + " of the "
                  + checkpoint.size()
                  + " that "
                  + Plain.text(checkpoint.origin())
                  + " has signed");
      if (!outcome.isEmpty()) {
        output.out().println(outcome);
      }
      proof.checkpoint().cosigners(keys.parsed()).forEach(output.out()::println);
    }
    output.out().flush();
  }

  private void json(
      TlogProof proof, Map<String, Object> fields, Checkpoint checkpoint, String outcome) {
    try {
      JsonGenerator json = new JsonFactory().createGenerator(new ControlEscaper(output.out()));
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("origin", checkpoint.origin());
      json.writeNumberField("size", checkpoint.size());
      json.writeNumberField("leaf", proof.index());
      if (!outcome.isEmpty()) {
        json.writeStringField("outcome", outcome);
      }
      json.writeObjectFieldStart("record");
      for (Map.Entry<String, Object> field : fields.entrySet()) {
        json.writeFieldName(field.getKey());
        ExtrasJson.write(json, field.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
      json.flush();
      output.out().println();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String read(Path file) throws ArchiveException {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException unreadable) {
      throw new ArchiveException(file + " cannot be read (" + unreadable + ")", unreadable);
    }
  }
}
