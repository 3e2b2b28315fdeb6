package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.SigningKey;
import io.heddle.audit.archive.tlog.TlogProof;
import io.heddle.audit.archive.tlog.VerifierKey;
import io.heddle.audit.spool.SpoolWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Proofs as somebody might hand them in who would like them to prove something else. */
class ForgedProofTest {
  private static final int PROVEN = 0;
  private static final int PROVES_NOTHING = 4;

  @TempDir private Path folder;
  private Path home;
  private Path file;
  private String proof;
  private String key;
  private String said;

  @BeforeEach
  void prove() throws Exception {
    home = Files.createDirectory(folder.resolve("home"));
    Machine machine = new Machine(home);
    try (SpoolWriter writer = machine.boot(1)) {
      for (int i = 0; i < 300; i++) {
        Machine.append(writer, request("acme", START + i));
      }
    }
    machine.archive();
    file = folder.resolve("r.tlog-proof");
    assertThat(run("prove", "70", "--output", file.toString())).isZero();
    proof = Files.readString(file);
    assertThat(run("keys", "export")).isZero();
    key = said.lines().findFirst().orElseThrow();
    assertThat(check(proof)).isZero();
  }

  /** Whatever is changed, a proof that still proves something proves the same. */
  @Test
  void noChangeMakesItProveAnything() throws Exception {
    Random random = new Random(7);
    List<VerifierKey> trusted = List.of(VerifierKey.parse(key));
    String proven = meaning(proof);
    for (int i = 0; i < 4_000; i++) {
      String forged = new String(changed(proof.getBytes(UTF_8), random), UTF_8);
      try {
        TlogProof parsed = TlogProof.parse(forged);
        CheckCommand.check(parsed, parsed.extra(), trusted);
        assertThat(meaning(forged)).as(forged).isEqualTo(proven);
      } catch (NoteException | IllegalArgumentException provesNothing) {
        assertThat(provesNothing).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void whatProvesNothingIsToldInASentence() throws Exception {
    Random random = new Random(8);
    for (int i = 0; i < 100; i++) {
      Files.write(file, changed(proof.getBytes(UTF_8), random));
      assertThat(run("check", file.toString(), "--key", key)).isIn(PROVEN, 2, PROVES_NOTHING);
      assertThat(said).doesNotContain("Exception", "\tat ");
    }
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\\n                  | \\r\\n                          | line ends of another system",
        "$                    | trailing                        | something behind its end",
        "$                    | \\n                             | an empty line behind its end",
        "^                    | \\n                             | an empty line before it",
        "@v1                  | @v2                             | another version",
        "index \\d+           | index 9223372036854775807       | the largest place",
        "index \\d+           | index 9223372036854775808       | a place beyond all numbers",
        "index \\d+           | index -1                        | a place before the first",
        "index (\\d+)         | index 0$1                       | a number with a leading zero",
        "index (\\d+)         | index +$1                       | a number with a sign",
        "index (\\d+)\\n      | index $1\\nindex $1\\n           | its place twice",
        "extra (.*)\\n        | extra $1\\nextra $1\\n           | its record twice",
        "extra (.*)\\n        | extra $1==\\n                   | base64 that goes on",
        "(\\nheddle.*\\n)\\d+ | $19223372036854775807           | a tree of another size",
        "(\\nheddle.*\\n)\\d+ | $170                            | a tree that ends before it",
        "\\nheddle            | \\nother                        | another log",
        "(\\u2014 .* )(\\S)   | $1/$2                           | a signature by no known key",
        "\\u2014 .*\\n        |                                 | no signature",
        "\\u2014              | -                               | a hyphen for a dash",
      })
  void provesNothingWith(String what, String instead, String name) {
    String forged =
        proof.replaceAll(
            what, instead == null ? "" : instead.replace("\\n", "\n").replace("\\r", "\r"));
    assertThat(forged).isNotEqualTo(proof);
    assertThat(check(forged)).as(said).isEqualTo(PROVES_NOTHING);
    assertThat(said).contains("proves nothing: ").doesNotContain("Exception");
  }

  @Test
  void signaturesOfOthersChangeNothing() throws Exception {
    SigningKey other = SigningKey.generate("elsewhere.example/log");
    String text = TlogProof.parse(proof).checkpoint().text();
    assertThat(check(proof + signature(other, text))).isZero();
    assertThat(check(proof + "\u2014 elsewhere.example/log AAAAAAAAAA==\n")).isZero();
    assertThat(check(proof + "\u2014 elsewhere.example/log AAAA\n")).isEqualTo(PROVES_NOTHING);
    String own = text.substring(0, text.indexOf('\n'));
    assertThat(check(proof + signature(SigningKey.generate(own), text))).isZero();
  }

  @Test
  void aSecondSignatureOfTheKeyThatIsWrongSpoilsIt() {
    String signature = proof.substring(proof.indexOf('\u2014'));
    char before = signature.charAt(signature.length() - 10);
    String wrong = signature.substring(0, signature.length() - 10) + (before == 'A' ? 'B' : 'A');
    String forged = proof + wrong + signature.substring(signature.length() - 9);
    assertThat(check(forged)).isEqualTo(PROVES_NOTHING);
    assertThat(said).contains("signature of heddle.archive/");
  }

  @Test
  void tooManySignaturesAreRefused() {
    assertThat(check(proof + "\u2014 x AAAAAAAAAA==\n".repeat(64))).isEqualTo(PROVES_NOTHING);
  }

  @ParameterizedTest
  @CsvSource({"\\+[0-9a-f]{8}\\+, +00000000+", "\\+A, +B", ".$, ''", "heddle, other"})
  void aKeyThatIsNotWholeIsRefused(String what, String instead) {
    Path unchanged = file;
    String other = key.replaceFirst(what, instead);
    assertThat(run("check", unchanged.toString(), "--key", other)).isEqualTo(2);
    assertThat(said).contains("--key: ").doesNotContain("Exception");
  }

  private static String signature(SigningKey key, String text) throws NoteException {
    return SignedNote.sign(text, List.of(key)).toString().substring(text.length() + 1);
  }

  private int check(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
    return run("check", file.toString(), "--key", key);
  }

  /** What a proof says, whatever else is written around it. */
  private static String meaning(String text) throws NoteException {
    TlogProof parsed = TlogProof.parse(text);
    List<String> hashes = new ArrayList<>();
    parsed.hashes().forEach(hash -> hashes.add(Arrays.toString(hash)));
    return Arrays.toString(parsed.extra())
        + parsed.index()
        + hashes
        + parsed.checkpoint().text().lines().limit(3).toList();
  }

  /** Bytes changed, taken out, put in or doubled, and lines that have changed places. */
  private static byte[] changed(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(80));
    StringBuilder text = new StringBuilder(new String(bytes, ISO_8859_1));
    switch (random.nextInt(6)) {
      case 0 -> text.setCharAt(at, (char) random.nextInt(256));
      case 1 -> text.delete(at, end);
      case 2 -> text.insert(at, text.substring(at, end));
      case 3 -> text.insert(at, (char) random.nextInt(256));
      case 4 -> text.setLength(at);
      default -> {
        List<String> lines = new ArrayList<>(text.toString().lines().toList());
        int line = random.nextInt(lines.size());
        lines.add(random.nextInt(lines.size()), lines.remove(line));
        text = new StringBuilder(String.join("\n", lines)).append('\n');
      }
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  private int run(String... arguments) {
    StringWriter out = new StringWriter();
    int exit =
        new CommandLine(new AuditCommand(() -> home))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(arguments);
    said = out.toString();
    return exit;
  }
}
