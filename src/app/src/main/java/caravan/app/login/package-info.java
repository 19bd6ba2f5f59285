/** Who may look at the integration's own server: everybody at its health, and at the rest whoever knows the login. */
package caravan.app.login;
