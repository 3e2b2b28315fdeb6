package io.heddle.command.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {
  private static final String STATUS =
      "Name:\tjava\nUid:\t1000\t12345\t12345\t12345\nGid:\t1000\t70\t70\t70\nGroups:\t4 27 \n";

  @TempDir Path folder;

  private int owner;
  private int group;

  @BeforeEach
  void readOwner() throws Exception {
    owner = (Integer) Files.getAttribute(folder, "unix:uid");
    group = (Integer) Files.getAttribute(folder, "unix:gid");
  }

  @Test
  void readsTheEffectiveUserAndItsGroups() {
    Account account = Account.of("", STATUS);

    assertThat(account).isEqualTo(new Account("12345", 12_345, Set.of(70, 4, 27)));
    assertThat(account).hasToString("user 12345");
    assertThat(Account.of("shop", STATUS)).hasToString("user shop (12345)");
  }

  @Test
  void namesTheFolderThatCannotBeWritten() throws Exception {
    permit("rwxr-xr-x");

    assertThat(stranger(owner + 1, group + 1).hindrance(folder.resolve("home/.heddle")))
        .isEqualTo(folder + " cannot be written by that user");
  }

  @Test
  void namesTheFolderThatLetsNobodyIn() throws Exception {
    Path below = Files.createDirectory(folder.resolve("below"));
    Files.setPosixFilePermissions(below, PosixFilePermissions.fromString("rwxrwxrwx"));
    permit("rwx------");

    assertThat(stranger(owner + 1, group + 1).hindrance(below))
        .isEqualTo(folder.toRealPath() + " does not let that user in");
  }

  @Test
  void findsNoHindranceForOthersOrTheGroupWhereTheyMay() throws Exception {
    permit("rwx---rwx");
    assertThat(stranger(owner + 1, group + 1).hindrance(folder.resolve("home"))).isEmpty();

    permit("rwxrwx---");
    assertThat(stranger(owner + 1, group).hindrance(folder.resolve("home"))).isEmpty();
  }

  @Test
  void aFileIsNoHome() throws Exception {
    permit("rwxrwxrwx");
    Path file = Files.writeString(folder.resolve("file"), "no directory");

    assertThat(stranger(owner + 1, group + 1).hindrance(file.resolve("home")))
        .isEqualTo(file + " is no directory");
  }

  @Test
  void usersAreToldApartByNumberAndElseByName() {
    Account shop = new Account("shop", 7, Set.of());

    assertThat(shop.isSameAs(new Account("other", 7, Set.of()))).isTrue();
    assertThat(shop.isSameAs(new Account("shop", 8, Set.of()))).isFalse();
    assertThat(shop.isSameAs(new Account("shop", -1, Set.of()))).isTrue();
    assertThat(shop.isSameAs(new Account("other", -1, Set.of()))).isFalse();
  }

  private void permit(String permissions) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
  }

  private static Account stranger(int uid, int gid) {
    return new Account("stranger", uid, Set.of(gid));
  }
}
