package io.hotupgrade.endtoend;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of a service under a real systemd: the constructor gets the
 * {@link SystemdService}, which is cleared after each test. Classes that run at the same
 * time have a machine each.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("root")
@Timeout(1500)
@ExtendWith(SystemdMachines.class)
@interface SystemdTest {

	/**
	 * The release of Debian whose systemd it is. Any other than this takes a second
	 * installation, and so the Maven profile {@code full}.
	 */
	String value() default SystemdMachines.USUAL;

}
