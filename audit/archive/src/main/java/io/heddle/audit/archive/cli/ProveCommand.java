package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ledger.PendingWrite;
import io.heddle.audit.archive.query.AuditTraceId;
import io.heddle.audit.archive.retention.PrunedSegment;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.tlog.TlogProof;
import io.heddle.audit.archive.verify.Prover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code heddle audit prove}. */
@Command(
    name = "prove",
    description = "Print a proof that a record is in the signed ledger.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The proof is a C2SP tlog-proof and holds the record itself; of a write in a transaction there",
      "is a second one in the same file, of the leaf that says what became of it. Whoever has the log's public key",
      "checks it without the archive and without Heddle; with Heddle: 'heddle audit check'.",
      "",
      "Example:",
      "  heddle audit prove at-0034… --output r.tlog-proof"
    })
final class ProveCommand implements Callable<Integer> {
  private static final int NOTHING_FOUND = 3;

  @Mixin private LedgerOutput output;

  @Parameters(paramLabel = "RECORD", description = "An at-… ID, or the number of a leaf.")
  private String record;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it; the standard output if not given.")
  private Path file;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description =
          "Write the record's bytes here instead of into the proof: who has the proof alone then"
              + " learns nothing of the record.")
  private Path recordFile;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          output.audit().archiveFirst();
          Prover prover = new Prover(output.audit().home());
          Optional<TlogProof> proof =
              AuditTraceId.isOne(record) ? prover.prove(id()) : prover.prove(leaf());
          if (proof.isEmpty()) {
            if (!IncompleteNotice.tell(output::tell, output.audit().times(), record, pruned())) {
              output.tell("nothing in the ledger is " + record);
            }
            return NOTHING_FOUND;
          }
          Optional<PendingWrite> write = PendingWrite.of(proof.get().extra());
          Optional<TlogProof> outcome =
              write.isPresent()
                  ? prover.proveOutcome(write.get(), proof.get().index())
                  : Optional.empty();
          if (write.isPresent() && outcome.isEmpty()) {
            output.tell("nothing says yet what became of it: the proof says PENDING");
          }
          write(proof.get(), outcome.map(leaf -> "\n" + leaf).orElse(""));
          return 0;
        });
  }

  /** Segments that were pruned and may have held it. */
  private List<PrunedSegment> pruned() throws ArchiveException {
    List<PrunedSegment> all =
        new Retention(output.audit().home()).pruned(Long.MIN_VALUE, Long.MAX_VALUE);
    if (AuditTraceId.isOne(record)) {
      return all.stream().filter(it -> it.mayHaveHeld(id().boot(), id().seq())).toList();
    }
    return all.stream().filter(it -> it.seal().spans(leaf())).toList();
  }

  private AuditTraceId id() {
    try {
      return AuditTraceId.parse(record);
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException(malformed.getMessage());
    }
  }

  private long leaf() {
    if (!record.matches("[0-9]{1,18}")) {
      throw new TypeConversionException(
          "'" + record + "' is no record, expected at- and 26 characters, or a leaf's number");
    }
    return Long.parseLong(record);
  }

  private void write(TlogProof proof, String outcome) throws ArchiveException {
    TlogProof written = proof;
    try {
      if (recordFile != null) {
        Files.write(recordFile, proof.extra());
        written = new TlogProof(new byte[0], proof.index(), proof.hashes(), proof.checkpoint());
      }
      if (file != null) {
        Files.writeString(file, written + outcome);
      } else {
        output.out().print(written + outcome);
        output.out().flush();
      }
    } catch (IOException unwritable) {
      throw new ArchiveException("the proof cannot be written (" + unwritable + ")", unwritable);
    }
  }
}
