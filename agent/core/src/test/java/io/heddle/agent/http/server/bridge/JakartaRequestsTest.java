package io.heddle.agent.http.server.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.heddle.agent.tenant.Tenant;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.agent.tenant.TenantResolver;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.TenantIdRule;
import java.lang.management.ManagementFactory;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.junit.jupiter.api.Test;

/** How the requests of a real Tomcat are read. */
class JakartaRequestsTest {
  private static final int REQUESTS = 20_000;

  /** Of Tomcat's {@code ValuesEnumerator}; a list of the lines has several times as many. */
  private static final int ENUMERATION_BYTES = 32;

  /** So often a round may allocate before the compiler has seen enough; it needs three or four. */
  private static final int MOST_ROUNDS = 200;

  private final org.apache.coyote.Request coyote = new org.apache.coyote.Request();
  private final Request request = new Request(new Connector(), coyote);
  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final TenantResolver resolver =
      new TenantResolver(new CurrentPolicy(Policy.DEFAULT), new TenantIdRule(128), tenants);
  private final JakartaRequests reader = new JakartaRequests();

  @Test
  void twoLinesThatNameTwoTenantsNameNone() {
    line("X-Tenant-ID", "acme");
    line("X-Tenant-ID", "globex");
    assertThat(resolver.resolve(reader, request)).isSameAs(tenants.invalid());
    assertThat(tenants.contradictions()).isEqualTo(1);
  }

  @Test
  void aTenantThatIsNamedTwiceIsFound() {
    line("X-Tenant-ID", "acme");
    line("x-tenant-id", "acme");
    assertThat(resolver.resolve(reader, request).id()).isEqualTo("acme");
  }

  /**
   * Tomcat's enumeration of the lines is all there may be. It never leaves compiled code, so mostly
   * it is not even made; but that is for the compiler to see, and here it has seen other tests.
   */
  @Test
  void askingWhetherThereIsAnotherLineAllocatesAnEnumerationAtMost() {
    line("Host", "shop.example");
    line("X-Tenant-ID", "acme");
    line("Accept", "*/*");
    Tenant known = tenants.intern("acme");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && allocated > ENUMERATION_BYTES; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      boolean isFound = true;
      for (int i = 0; i < REQUESTS; i++) {
        isFound &= resolver.resolve(reader, request) == known;
      }
      allocated = (threads.getCurrentThreadAllocatedBytes() - before) / REQUESTS;
      assertThat(isFound).isTrue();
    }
    assertThat(allocated).as("bytes a request").isLessThanOrEqualTo(ENUMERATION_BYTES);
  }

  private void line(String name, String value) {
    byte[] bytes = value.getBytes(ISO_8859_1);
    coyote.getMimeHeaders().addValue(name).setBytes(bytes, 0, bytes.length);
  }
}
