package io.heddle.audit.archive.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
  /** The example of Go's note package, which the specification was written from. */
  private static final String SECRET =
      "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

  private static final String KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String TEXT =
      "If you think cryptography is the answer to your problem,\n"
          + "then you don't know what your problem is.\n";
  private static final String NOTE =
      TEXT
          + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
          + "qdngotpRZb6KE6RyyBwJnAM=\n";

  @Test
  void signsAsGoSigns() throws Exception {
    SigningKey key = SigningKey.parse(SECRET);
    assertThat(key.verifier()).hasToString(KEY);
    assertThat(key.secret()).isEqualTo(SECRET);
    assertThat(SignedNote.sign(TEXT, List.of(key))).hasToString(NOTE);
  }

  @Test
  void verifiesWhatGoSigned() throws Exception {
    SignedNote note = SignedNote.parse(NOTE);
    assertThat(note.text()).isEqualTo(TEXT);
    assertThat(note.signers(List.of(VerifierKey.parse(KEY)))).hasSize(1);
  }

  @Test
  void noticesEveryByteThatIsAnother() throws Exception {
    List<VerifierKey> keys = List.of(VerifierKey.parse(KEY));
    byte[] bytes = NOTE.getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        bytes[i] ^= (byte) (1 << bit);
        String changed = new String(bytes, UTF_8);
        assertThatThrownBy(() -> SignedNote.parse(changed).signers(keys))
            .as("bit %s of byte %s", bit, i)
            .isInstanceOf(NoteException.class);
        bytes[i] ^= (byte) (1 << bit);
      }
    }
  }

  @Test
  void passesOverSignaturesOfKeysItDoesNotKnow() throws Exception {
    SigningKey other = SigningKey.generate("PeterNeumann");
    SignedNote note = SignedNote.sign(TEXT, List.of(other, SigningKey.parse(SECRET)));
    assertThat(note.signers(List.of(VerifierKey.parse(KEY)))).hasToString("[" + KEY + "]");
    assertThatThrownBy(
            () -> SignedNote.sign(TEXT, List.of(other)).signers(List.of(VerifierKey.parse(KEY))))
        .hasMessage("it is signed by none of the keys that are trusted");
  }

  @Test
  void refusesKeysThatWereNotCopiedWhole() {
    List<String> bad = new ArrayList<>();
    bad.add("");
    bad.add("PeterNeumann");
    bad.add("PeterNeumann+c74f20a3");
    bad.add(KEY.replace("c74f20a3", "c74f20a4"));
    bad.add(KEY.substring(0, KEY.length() - 4));
    bad.add(KEY.replace("ARpc", "Arpc"));
    for (String text : bad) {
      assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(NoteException.class);
      assertThatThrownBy(() -> SigningKey.parse(text)).isInstanceOf(NoteException.class);
    }
    assertThatThrownBy(() -> SigningKey.generate("a name")).isInstanceOf(NoteException.class);
  }

  @Test
  void neverShowsASecretByAccident() throws Exception {
    assertThat(SigningKey.parse(SECRET)).hasToString("signing key PeterNeumann");
  }
}
