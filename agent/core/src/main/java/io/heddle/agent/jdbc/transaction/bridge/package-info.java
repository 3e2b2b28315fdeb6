/**
 * How each driver is asked for the state of its transaction. The classes are defined once for each
 * application loader, so that what they look up of the driver's classes is a constant to the JIT
 * compiler.
 */
package io.heddle.agent.jdbc.transaction.bridge;
