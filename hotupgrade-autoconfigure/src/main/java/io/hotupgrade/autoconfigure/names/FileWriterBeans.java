package io.hotupgrade.autoconfigure.names;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Replaces the {@linkplain FileWriters writers} among an application's beans.
 */
final class FileWriterBeans implements BeanPostProcessor {

	private final FileWriters writers = new FileWriters(NameFiles.ofThisProcess());

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return this.writers.standIn(bean).orElse(bean);
	}

}
