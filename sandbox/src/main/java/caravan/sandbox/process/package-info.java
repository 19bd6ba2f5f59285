/** Child processes of the sandbox: started with an allow-listed environment, logged, supervised, and never left behind. */
package caravan.sandbox.process;
