package io.heddle.it.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the application; {@code --server.port=0} lets the system choose the port. */
@SpringBootApplication
public class SpringBootApplicationUnderTest {
  /** Runs until it is stopped. */
  public static void main(String[] arguments) {
    SpringApplication.run(SpringBootApplicationUnderTest.class, arguments);
  }
}
