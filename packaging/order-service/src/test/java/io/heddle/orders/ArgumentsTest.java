package io.heddle.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.orders.OrderService.Arguments;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void readsBothFormsOfAnArgument() {
    assertThat(
            Arguments.parse(
                "--role=orders", "--port", "8080", "--database=/tmp/a=b", "--inventory=http://h"))
        .isEqualTo(new Arguments(Arguments.Role.ORDERS, 8080, "/tmp/a=b", URI.create("http://h")));
  }

  @Test
  void saysWhatIsMissingOrWrong() {
    refuses("--database=FILE is missing", "--role=inventory");
    refuses("--role=orders needs --inventory=URL", "--database=x");
    refuses("--port is '70000', expected 0 to 65535", "--port=70000");
    refuses("--role is 'order', expected orders, inventory or count", "--role=order");
    refuses("unknown argument --prot", "--prot=1");
    refuses("--database lacks its value", "--database");
  }

  private static void refuses(String message, String... arguments) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.parse(arguments))
        .withMessageContaining(message);
  }
}
