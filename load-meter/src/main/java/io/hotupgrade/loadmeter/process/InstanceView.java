package io.hotupgrade.loadmeter.process;

/**
 * One of the two instances of an upgrade, as the endpoint shows it.
 *
 * @param pid its process id, 0 while unknown
 * @param generation its generation
 * @param version its version
 */
public record InstanceView(long pid, int generation, String version) {

	static final InstanceView UNKNOWN = new InstanceView(0, 0, "");

}
