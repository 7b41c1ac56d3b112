package io.hotupgrade.autoconfigure.warmup;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.access.WebInvocationPrivilegeEvaluator;

/**
 * What Spring Security lets anybody reach. All that guard an application have to agree.
 */
final class SpringSecurityAccess implements AnonymousAccess {

	private static final Logger logger = LoggerFactory.getLogger(SpringSecurityAccess.class);

	private static final Authentication NOBODY = new AnonymousAuthenticationToken("hotupgrade", "anonymousUser",
			AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

	private final List<WebInvocationPrivilegeEvaluator> evaluators;

	SpringSecurityAccess(List<WebInvocationPrivilegeEvaluator> evaluators) {
		this.evaluators = evaluators;
	}

	/**
	 * The rules are asked with a request that is none; one of the application's own may
	 * not be able to do anything with it.
	 */
	@Override
	public boolean isAllowed(String contextPath, String path) {
		try {
			return this.evaluators.stream()
				.allMatch((evaluator) -> evaluator.isAllowed(contextPath, path, "GET", NOBODY));
		}
		catch (RuntimeException ex) {
			logger.debug("Whether everybody may reach {} cannot be said", path, ex);
			return false;
		}
	}

}
