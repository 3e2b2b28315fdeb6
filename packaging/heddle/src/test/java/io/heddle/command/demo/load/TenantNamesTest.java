package io.heddle.command.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TenantNamesTest {
  @Test
  void namesEveryTenantDifferently() {
    assertThat(TenantNames.first(2_000)).hasSize(2_000).doesNotHaveDuplicates();
  }

  @Test
  void namesThemAsTheirHeaderMayCarryThem() {
    assertThat(TenantNames.first(2_000)).allMatch(name -> name.matches("[a-z0-9-]{3,64}"));
  }

  @Test
  void needsNoNumberForTheFirstThreeHundred() {
    assertThat(TenantNames.first(300)).noneMatch(name -> name.matches(".*[0-9].*"));
    assertThat(TenantNames.first(301).get(300)).isEqualTo("acme-foods-2");
  }
}
