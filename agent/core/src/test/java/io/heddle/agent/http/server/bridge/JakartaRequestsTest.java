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

  /** The enumeration of all lines never leaves compiled code, so it is never made. */
  @Test
  void askingWhetherThereIsAnotherLineAllocatesNothingOnceItIsCompiled() {
    line("Host", "shop.example");
    line("X-Tenant-ID", "acme");
    line("Accept", "*/*");
    Tenant known = tenants.intern("acme");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && allocated > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      boolean isFound = true;
      for (int i = 0; i < REQUESTS; i++) {
        isFound &= resolver.resolve(reader, request) == known;
      }
      allocated = (threads.getCurrentThreadAllocatedBytes() - before) / REQUESTS;
      assertThat(isFound).isTrue();
    }
    assertThat(allocated).as("bytes a request").isZero();
  }

  private void line(String name, String value) {
    byte[] bytes = value.getBytes(ISO_8859_1);
    coyote.getMimeHeaders().addValue(name).setBytes(bytes, 0, bytes.length);
  }
}
