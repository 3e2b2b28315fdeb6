package io.heddle.audit.spool.privacy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeySourceTest {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);

  @TempDir Path folder;

  @Test
  void readsAFileInEachForm() throws Exception {
    MasterKey.Id expected = MasterKey.of(SECRET).id();
    Path file = folder.resolve("key");

    assertThat(load("file:" + secret(file, SECRET)).id()).isEqualTo(expected);
    String hex = HexFormat.of().formatHex(SECRET);
    assertThat(load("file:" + secret(file, (hex + "\n").getBytes(US_ASCII))).id())
        .isEqualTo(expected);
    String base64 = Base64.getEncoder().encodeToString(SECRET);
    assertThat(load("file:" + secret(file, (base64 + "\n").getBytes(US_ASCII))).id())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw--w----", "rw----r--", "rw-----w-"})
  void refusesAFileThatOthersMayRead(String mode) throws Exception {
    Path file = secret(folder.resolve("key"), SECRET);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> load("file:" + file))
        .isInstanceOf(PrivacyException.class)
        .hasMessageContaining(mode);
  }

  @Test
  void acceptsAFileThatAGroupMayRead() throws Exception {
    Path file = secret(folder.resolve("key"), SECRET);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));

    assertThat(load("file:" + file)).isNotNull();
  }

  @Test
  void asksTheEnvironment() throws Exception {
    String hex = HexFormat.of().formatHex(SECRET);
    MasterKeySource source = new MasterKeySource("env:KEY", Map.of("KEY", hex)::get);

    assertThat(source.load().id()).isEqualTo(MasterKey.of(SECRET).id());
    assertThatThrownBy(() -> load("env:KEY")).hasMessageContaining("variable KEY");
  }

  @Test
  void runsACommand() throws Exception {
    Path file = secret(folder.resolve("key"), HexFormat.of().formatHex(SECRET).getBytes(US_ASCII));

    assertThat(load("command:cat " + file).id()).isEqualTo(MasterKey.of(SECRET).id());
    assertThatThrownBy(() -> load("command:cat " + folder.resolve("none")))
        .hasMessageContaining("exit code 1")
        .hasMessageNotContaining("none");
    assertThatThrownBy(() -> load("command:" + folder.resolve("no-program")))
        .hasMessageContaining("cannot be run");
  }

  @Test
  void saysWhatIsWrongAndNothingSecret() throws Exception {
    Path file = secret(folder.resolve("key"), "hunter2".getBytes(US_ASCII));

    assertThatThrownBy(() -> load("file:" + file))
        .isInstanceOf(PrivacyException.class)
        .hasMessageContaining("holds no master key: expected 32 bytes")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> load("file:" + folder.resolve("none")))
        .hasMessageContaining("there is no master key");
    assertThatThrownBy(() -> load("")).hasMessageContaining("heddle.privacy.master-key");
    assertThatThrownBy(() -> load("hunter2")).hasMessageNotContaining("hunter2");
  }

  private static MasterKey load(String source) throws PrivacyException {
    return new MasterKeySource(source, name -> null).load();
  }

  private static Path secret(Path file, byte[] content) throws Exception {
    Files.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }
}
