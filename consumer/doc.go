// Package consumer holds the thread manager.
package consumer
