package io.heddle.agent.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.tenant.Tenant;
import io.heddle.agent.tenant.TenantRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String GOOD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);

  @Test
  void readsAndWritesTheSame() {
    TraceParent parent = TraceParent.parse(GOOD);

    assertThat(parent)
        .isEqualTo(
            new TraceParent(
                0x0af7651916cd43ddL, 0x8448eb211c80319cL, 0xb7ad6b7169203331L, (byte) 1));
    TenantContext context =
        new TenantContext(
            tenants.none(), parent.traceIdHigh(), parent.traceIdLow(), 1, (byte) 1, "");
    assertThat(TraceParent.format(context, parent.parentId())).isEqualTo(GOOD);
  }

  @Test
  void aLaterVersionMayGoOnBehindADash() {
    assertThat(TraceParent.parse("cc" + GOOD.substring(2) + "-what-the-future-holds")).isNotNull();
    assertThat(TraceParent.parse("cc" + GOOD.substring(2))).isNotNull();
    assertThat(TraceParent.parse("cc" + GOOD.substring(2) + ".x")).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 ",
        " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333\u0661-01",
        "0x-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319-cb7ad6b7169203331-01",
      })
  void refusesWhatIsMalformed(String header) {
    assertThat(TraceParent.parse(header)).isNull();
  }

  @Test
  void everyCutAndEveryChangedCharacterIsReadOrRefusedWithoutAnException() {
    for (int i = 0; i <= GOOD.length(); i++) {
      assertThat(TraceParent.parse(GOOD.substring(0, i)) == null).isEqualTo(i < GOOD.length());
    }
    for (int i = 0; i < GOOD.length(); i++) {
      for (char c = 0; c < 256; c++) {
        TraceParent.parse(GOOD.substring(0, i) + c + GOOD.substring(i + 1));
      }
    }
  }

  @Test
  void aTenantTraceIdCarriesTimeTagAndSevenRandomBytes() {
    Tenant acme = tenants.intern("acme");
    long high = TraceIds.high(0x6a1f_03c2L, acme);

    assertThat(high >>> 32).isEqualTo(0x6a1f_03c2L);
    assertThat((high & 0xffff_ffffL) << 8 | TraceIds.low(acme) >>> 56).isEqualTo(acme.tag());
    assertThat(TraceIds.low(acme)).isNotEqualTo(TraceIds.low(acme));
  }

  @Test
  void theTagTravelsInFrontOfWhatOthersLeft() {
    Tenant acme = tenants.intern("acme");
    TenantContext context = new TenantContext(acme, 1, 2, 3, (byte) 1, "vendor=x,ot=th:8");

    assertThat(TraceState.format(context))
        .isEqualTo("hd=t:" + String.format("%010x", acme.tag()) + ",vendor=x,ot=th:8");
    assertThat(TraceState.format(new TenantContext(tenants.none(), 1, 2, 3, (byte) 1, "vendor=x")))
        .isEqualTo("vendor=x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=b,=c", "A=b", "a", "a=", "a=b\u00e9", "a=b=c", "a=b,,c d=e"})
  void aMalformedTraceStateIsDropped(String header) {
    assertThat(TraceState.accept(header)).isEmpty();
  }

  @Test
  void aTraceStateIsKeptWithinItsLimits() {
    assertThat(TraceState.accept(" a=b , hd=t:0000000001, c=d ")).isEqualTo("a=b,c=d");
    assertThat(TraceState.accept("k=v,".repeat(500)).length()).isLessThanOrEqualTo(512);
    assertThat(TraceState.accept("k=" + "v".repeat(5_000))).isEmpty();
    assertThat(TraceState.accept(null)).isEmpty();
  }
}
