package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.fingerprint.Fingerprints;
import io.heddle.audit.archive.fingerprint.Fingerprints.Difference;
import io.heddle.audit.archive.fingerprint.Fingerprints.Summary;
import io.heddle.audit.archive.fingerprint.RecordedOptions;
import io.heddle.audit.archive.fingerprint.RowPrints;
import io.heddle.audit.archive.fingerprint.TableOptions;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.AuditQuery;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code heddle audit fingerprint}. */
@Command(
    name = "fingerprint",
    description =
        "Take a fingerprint of each row of a table; compare two tables by them, or a table with"
            + " what was recorded of it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Databases of different makes can be compared: see docs/formats/FINGERPRINT.md for what is",
      "equal. The exit code is 4 if the two differ.",
      "",
      "Examples:",
      "  heddle audit fingerprint --jdbc-url jdbc:sqlite:shop.db --table orders -o orders.fp",
      "  heddle audit fingerprint --jdbc-url jdbc:postgresql://db/shop --table public.orders \\",
      "      --driver postgresql.jar --user audit --password-file pw --against orders.fp",
      "  heddle audit fingerprint --jdbc-url jdbc:sqlite:shop.db --table orders --recorded"
    })
final class FingerprintCommand implements Callable<Integer> {
  private static final int DIFFERENT = 4;
  private static final Map<Difference, String> WORDS = new EnumMap<>(Difference.class);

  static {
    WORDS.put(Difference.DIFFERENT, "different");
    WORDS.put(Difference.ONLY_FIRST, "only in the first");
    WORDS.put(Difference.ONLY_SECOND, "only in the second");
  }

  @Spec private CommandSpec spec;

  @ParentCommand private AuditCommand audit;

  @Option(
      names = "--jdbc-url",
      required = true,
      paramLabel = "URL",
      description = "The database, such as jdbc:postgresql://db/shop.")
  private String url;

  @Option(
      names = "--table",
      required = true,
      paramLabel = "TABLE",
      description = "The table, if need be behind its schema and a dot.")
  private String table;

  @Option(names = "--user", paramLabel = "NAME", description = "Whom to connect as.")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file whose first line is the password.")
  private Path passwordFile;

  @Option(
      names = "--driver",
      paramLabel = "JAR",
      description = "A jar with a JDBC driver; may be repeated. SQLite's is there.")
  private List<Path> drivers = new ArrayList<>();

  @Option(
      names = "--key",
      split = ",",
      paramLabel = "COLUMN",
      description = "What identifies a row. Default: the primary key.")
  private List<String> key = new ArrayList<>();

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "COLUMN",
      description = "What is fingerprinted beside the key. Default: all columns.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--exclude",
      split = ",",
      paramLabel = "COLUMN",
      description = "Columns that are left out.")
  private List<String> excluded = new ArrayList<>();

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "What the table is called in the form. Default: its name.")
  private String as;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the fingerprints to a file.")
  private Path output;

  @Option(
      names = "--against",
      paramLabel = "URL|FILE",
      description = "Compare with another database, or with a file written before.")
  private String against;

  @Option(
      names = "--against-table",
      paramLabel = "TABLE",
      description = "The other database's table. Default: as --table.")
  private String againstTable;

  @Option(names = "--against-user", paramLabel = "NAME", description = "Whom to connect there as.")
  private String againstUser;

  @Option(
      names = "--against-password-file",
      paramLabel = "FILE",
      description = "A file with the password there.")
  private Path againstPasswordFile;

  @Option(
      names = "--recorded",
      description =
          "Compare with what the archive says was written, where the policy has fingerprints"
              + " recorded (audit.rules[].fingerprint).")
  private boolean recorded;

  @Option(
      names = "--tenant",
      split = ",",
      paramLabel = "ID",
      description = "With --recorded: whose writes alone are in the table.")
  private List<String> tenants = new ArrayList<>();

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "With --recorded: which service alone writes the table.")
  private String service;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Most differences that are listed; 0: all. Default: ${DEFAULT-VALUE}.")
  private long limit;

  @Override
  public Integer call() {
    return AuditCommand.reporting(
        spec,
        () -> {
          AuditCommand.atLeastZero("--limit", limit);
          if (recorded) {
            return compareWithRecords();
          } else if (service != null || !tenants.isEmpty()) {
            throw new TypeConversionException("--tenant and --service go with --recorded");
          }
          try (Fingerprints fingerprints = Fingerprints.of(options())) {
            tell(fingerprints.summary());
            if (output != null) {
              fingerprints.write(output);
            }
            return against == null ? 0 : compare(fingerprints);
          } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
          }
        });
  }

  private TableOptions options() throws ArchiveException {
    return new TableOptions(
        url, user, password(passwordFile), drivers, table, as, key, columns, excluded);
  }

  private int compareWithRecords() throws ArchiveException {
    if (against != null || output != null || !columns.isEmpty()) {
      throw new TypeConversionException(
          "--recorded goes with none of --against, --output and --columns");
    }
    audit.archiveFirst();
    RowPrints prints = new RowPrints(new ArchiveHome(audit.home()), () -> audit.masterKey(""));
    RecordedReport report = new RecordedReport(spec.commandLine().getOut(), limit);
    try {
      RecordedOptions records = new RecordedOptions(audit.home(), tenants, service);
      boolean isDifferent = report.isDifferent(options(), records, prints);
      try (ArchiveReader reader = new ArchiveReader(audit.home())) {
        boolean isIncomplete =
            IncompleteNotice.tell(
                what -> AuditCommand.tell(spec, what), audit.times(), reader, AuditQuery.all(0));
        return isDifferent ? DIFFERENT : audit.answered(isIncomplete);
      }
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException(wrong.getMessage());
    }
  }

  private int compare(Fingerprints fingerprints) throws ArchiveException {
    PrintWriter out = spec.commandLine().getOut();
    Map<Difference, Long> counts = new EnumMap<>(Difference.class);
    long[] listed = {0};
    Fingerprints.Differences differences =
        (what, row) -> {
          counts.merge(what, 1L, Long::sum);
          if (limit == 0 || listed[0]++ < limit) {
            out.printf("%-19s  %s%n", WORDS.get(what), Plain.text(row));
          }
        };
    long same =
        against.startsWith("jdbc:")
            ? fingerprints.compare(otherOptions(fingerprints.table()), differences)
            : fingerprints.compare(Path.of(against), differences);
    long found = counts.values().stream().mapToLong(Long::longValue).sum();
    if (limit > 0 && found > limit) {
      out.println(
          "… and " + Counted.of(found - limit, "more row", "more rows") + "; --limit=N shows more");
    }
    out.printf(Locale.ROOT, "same         %,d%n", same);
    counts.forEach((what, count) -> out.printf(Locale.ROOT, "%s: %,d%n", WORDS.get(what), count));
    out.flush();
    return found == 0 ? 0 : DIFFERENT;
  }

  /** The same table elsewhere; in the form it has the name of the first. */
  private TableOptions otherOptions(String name) throws ArchiveException {
    return new TableOptions(
        against,
        againstUser,
        password(againstPasswordFile),
        drivers,
        againstTable == null ? table : againstTable,
        name,
        key,
        columns,
        excluded);
  }

  private void tell(Summary summary) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("table        " + Plain.text(summary.table()));
    out.printf(Locale.ROOT, "rows         %,d%n", summary.rows());
    out.println("fingerprint  " + HexFormat.of().formatHex(summary.sha256()));
    out.flush();
  }

  private static String password(Path file) throws ArchiveException {
    if (file == null) {
      return null;
    }
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException failure) {
      throw new ArchiveException(file + " cannot be read (" + failure + ")", failure);
    }
  }
}
