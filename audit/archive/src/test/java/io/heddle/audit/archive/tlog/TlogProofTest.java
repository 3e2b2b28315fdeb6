package io.heddle.audit.archive.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlogProofTest {
  @TempDir private Path folder;

  @Test
  void isWrittenAsTheSpecificationSays() throws Exception {
    SigningKey key = SigningKey.ofSeed("example.com/log", new byte[32]);
    TlogProof proof = proof(key, "hello".getBytes(UTF_8));
    assertThat(proof.toString())
        .isEqualTo(
            """
            c2sp.org/tlog-proof@v1
            extra aGVsbG8=
            index 1
            bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=

            example.com/log
            2
            %s

            %s"""
                .formatted(
                    Base64s.encode(Checkpoint.parse(proof.checkpoint().text()).root()),
                    key.sign(proof.checkpoint().text())));
  }

  @Test
  void readsWhatItWrites() throws Exception {
    for (byte[] extra : List.of(new byte[0], "hello".getBytes(UTF_8))) {
      TlogProof proof = proof(SigningKey.generate("example.com/log"), extra);
      TlogProof read = TlogProof.parse(proof.toString());
      assertThat(read).hasToString(proof.toString());
      assertThat(read.extra()).isEqualTo(extra);
      assertThat(read.proves(new TreeHash().leaf("b".getBytes(UTF_8)))).isTrue();
      assertThat(read.proves(new TreeHash().leaf("a".getBytes(UTF_8)))).isFalse();
    }
  }

  @Test
  void refusesWhatIsNoProof() throws Exception {
    String text = proof(SigningKey.generate("example.com/log"), new byte[0]).toString();
    for (String bad :
        List.of(
            "",
            text.replace("@v1", "@v2"),
            text.replace("index 1", "index 01"),
            text.replace("index 1", "index -1"),
            text.replace("index 1\n", ""),
            text.replace("bjQ", "bj"),
            text.replace("\n\n", "\n"),
            text.substring(0, text.length() - 1),
            text.substring(0, 40))) {
      assertThatThrownBy(() -> TlogProof.parse(bad)).isInstanceOf(NoteException.class);
    }
  }

  private TlogProof proof(SigningKey key, byte[] extra) throws Exception {
    TileFiles files = new TileFiles(folder);
    TileTree tree = TileTree.load(files, 0);
    tree.append(new TreeHash().leaf(new byte[0]), 1);
    tree.append(new TreeHash().leaf("b".getBytes(UTF_8)), 1);
    tree.flush();
    Checkpoint checkpoint = new Checkpoint(key.verifier().name(), 2, tree.root());
    return new TlogProof(
        extra,
        1,
        new TreeProver(files, 2).inclusion(1),
        SignedNote.sign(checkpoint.text(), List.of(key)));
  }
}
