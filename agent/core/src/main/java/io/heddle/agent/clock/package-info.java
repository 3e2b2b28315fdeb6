/**
 * How far this machine's clock may be from the true time: asked of whoever keeps it, else assumed.
 * Nothing here is loaded unless {@code heddle.clock.interval} asks for it.
 */
package io.heddle.agent.clock;
