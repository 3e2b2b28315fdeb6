package io.heddle.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.command.HeddleRun;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir Path home;

  @Test
  void findsNothingBrokenInAFreshHome() {
    HeddleRun run = doctor();

    assertThat(run.out()).contains("✓ java", "✓ settings", "✓ home", "0 broken");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void saysThatAHomeIsNotThereYet() throws Exception {
    Files.delete(home);

    HeddleRun run = doctor();

    assertThat(run.out()).contains("! home", "does not exist yet");
    assertThat(run.exitCode()).isZero();
    Files.createDirectory(home);
  }

  @Test
  void findsAHomeThatIsAFileBroken() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "");

    HeddleRun run = HeddleRun.of("doctor", "--home=" + file);

    assertThat(run.out()).contains("✗ home", "is no directory");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void findsAMisspeltSettingBroken() {
    HeddleRun run = HeddleRun.of("doctor", "--home=" + home, "-D", "heddle.sidecar.prot=1");

    assertThat(run.out()).contains("✗ settings", "did you mean heddle.sidecar.port?");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void findsATakenPortBroken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HeddleRun run =
          HeddleRun.of(
              "doctor", "--home=" + home, "-D", "heddle.sidecar.port=" + taken.getLocalPort());

      assertThat(run.out()).contains("✗ sidecar", "is taken by something else");
      assertThat(run.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void readsThePolicyAsAnAgentWould() throws Exception {
    assertThat(doctor().out()).contains("✓ policy", "none; the settings hold");
    Files.writeString(home.resolve("policy.yaml"), "version: 1\nrevision: 9\n");
    assertThat(doctor().out()).contains("✓ policy", "revision 9 in ");
    Files.writeString(home.resolve("policy.yaml"), "version: 1\nrevison: 9\n");

    HeddleRun run = doctor();

    assertThat(run.out()).contains("✗ policy", "is refused, 2 problems", "→ heddle policy check ");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void tellsProgramsTheSame() throws Exception {
    HeddleRun run =
        HeddleRun.of("doctor", "--home=" + home, "--format=json", "-D", "heddle.sidecar.port=nine");

    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("broken").asBoolean()).isTrue();
    assertThat(json.get("findings"))
        .anySatisfy(
            finding -> {
              assertThat(finding.get("subject").asText()).isEqualTo("settings");
              assertThat(finding.get("verdict").asText()).isEqualTo("error");
              assertThat(finding.get("detail").asText()).contains("expected a port");
            });
    assertThat(run.exitCode()).isEqualTo(1);
  }

  private HeddleRun doctor() {
    return HeddleRun.of(
        "doctor", "--home=" + home, "-D", "heddle.sidecar.port=0", "-D", "heddle.metrics.port=0");
  }
}
