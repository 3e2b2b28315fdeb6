package io.heddle.sampler.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.file.PolicyFile.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {
  @TempDir Path folder;

  private Path path;
  private PolicyFile file;

  @BeforeEach
  void watch() {
    path = folder.resolve("policy.yaml");
    file = new PolicyFile(path, false, Policy.DEFAULT, PolicyText::begunAlike);
  }

  @Test
  void saysNothingWhileThereIsNoFile() {
    assertThat(file.look()).isInstanceOf(Look.Unchanged.class);
    assertThat(file.look()).isInstanceOf(Look.Unchanged.class);
  }

  @Test
  void saysOnceThatAnExpectedFileIsNotThere() {
    file = new PolicyFile(path, true, Policy.DEFAULT, PolicyText::begunAlike);
    assertThat(file.look()).isEqualTo(new Look.Gone("it is not there"));
    assertThat(file.look()).isInstanceOf(Look.Unchanged.class);
  }

  @Test
  void takesAFileThatAppearsAndEachChange() throws IOException {
    file.look();
    write(1, 10);
    assertThat(file.look()).isInstanceOf(Look.Accepted.class);
    assertThat(file.look()).isInstanceOf(Look.Unchanged.class);
    write(2, 20);
    Look.Accepted second = (Look.Accepted) file.look();
    assertThat(second.before().labels().budget()).isEqualTo(10);
    assertThat(second.now().labels().budget()).isEqualTo(20);
    assertThat(second.now().differencesFrom(second.before())).containsExactly("labels");
  }

  @Test
  void tellsTheHashOfTheBytesItHasSeen() throws IOException {
    assertThat(file.sha256()).isEmpty();
    Files.writeString(path, "abc"); // FIPS 180-2, appendix B.1
    file.look();
    assertThat(file.sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void seesAChangeThatLeavesDateAndSizeAsTheyWere() throws IOException {
    write(1, 10);
    FileTime date = Files.getLastModifiedTime(path);
    file.look();
    write(2, 20);
    Files.setLastModifiedTime(path, date);
    assertThat(file.look()).isInstanceOf(Look.Accepted.class);
  }

  @Test
  void seesAnEditorThatSavesByRenaming() throws IOException {
    write(1, 10);
    file.look();
    Path aside = folder.resolve(".policy.yaml.swp");
    Files.writeString(aside, text(2, 20));
    Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertThat(file.look()).isInstanceOf(Look.Accepted.class);
  }

  /** The layout of a mounted ConfigMap: policy.yaml → ..data/policy.yaml, ..data → ..<date>. */
  @Test
  void seesAConfigMapSwapped() throws IOException {
    Path data = folder.resolve("..data");
    Files.createSymbolicLink(data, version("..2026_11_21_08_00_00.1", 1, 10));
    Files.createSymbolicLink(path, Path.of("..data", "policy.yaml"));
    assertThat(file.look()).isInstanceOf(Look.Accepted.class);

    Path aside = folder.resolve("..data_tmp");
    Files.createSymbolicLink(aside, version("..2026_11_21_08_05_00.2", 2, 20));
    Files.move(aside, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertThat(((Look.Accepted) file.look()).now().labels().budget()).isEqualTo(20);
  }

  @Test
  void keepsTheOldPolicyWhenTheFileIsRemovedAndSaysSoOnce() throws IOException {
    write(3, 10);
    file.look();
    Files.delete(path);
    assertThat(file.look()).isInstanceOf(Look.Gone.class);
    assertThat(file.look()).isInstanceOf(Look.Unchanged.class);
    write(3, 10);
    assertThat(file.look()).as("the same as before").isInstanceOf(Look.Unchanged.class);
    write(2, 10);
    assertThat(file.look()).as("the old one is still in force").isInstanceOf(Look.Refused.class);
  }

  @Test
  void refusesAFileThatIsHalfWrittenAndTakesItWhenItIsWhole() throws IOException {
    String whole = PolicyText.FULL;
    Files.writeString(path, whole.substring(0, whole.indexOf("traces: never") + 9));
    assertThat(file.look()).isInstanceOf(Look.Refused.class);
    assertThat(file.look()).as("said once").isInstanceOf(Look.Unchanged.class);
    Files.writeString(path, whole);
    assertThat(file.look()).isInstanceOf(Look.Accepted.class);
  }

  @Test
  void refusesAPolicyOfAnOlderRevision() throws IOException {
    write(5, 10);
    file.look();
    write(4, 20);
    assertThat(((Look.Refused) file.look()).problems())
        .singleElement()
        .asString()
        .isEqualTo("2:11: revision is '4', expected at least 5, the revision in force");
  }

  @Test
  void refusesOtherContentUnderTheSameRevision() throws IOException {
    write(5, 10);
    file.look();
    write(5, 20);
    assertThat(((Look.Refused) file.look()).problems())
        .singleElement()
        .asString()
        .contains("revision is '5', expected a higher revision");
    Files.writeString(path, "# only a remark\n" + text(5, 10));
    assertThat(file.look()).isInstanceOf(Look.Unchanged.class);
  }

  @Test
  void takesNoFolderForAFile() throws IOException {
    write(1, 10);
    file.look();
    Files.delete(path);
    Files.createDirectory(path);
    assertThat(file.look()).isEqualTo(new Look.Gone("it is not a file"));
  }

  @Test
  void refusesAnEmptyFileOnce() throws IOException {
    Files.createFile(path);
    assertThat(file.look()).isInstanceOf(Look.Refused.class);
    assertThat(file.look()).isInstanceOf(Look.Unchanged.class);
  }

  private Path version(String name, int revision, int budget) throws IOException {
    Path version = Files.createDirectory(folder.resolve(name));
    Files.writeString(version.resolve("policy.yaml"), text(revision, budget));
    return Path.of(name);
  }

  private void write(int revision, int budget) throws IOException {
    Files.writeString(path, text(revision, budget));
  }

  private static String text(int revision, int budget) {
    return "version: 1\nrevision: " + revision + "\nlabels: {budget: " + budget + "}\n";
  }
}
