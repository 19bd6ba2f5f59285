/** What the integration's health says: each system as those who talk to it find it, and the age of each step's last success. */
package caravan.app.health;
