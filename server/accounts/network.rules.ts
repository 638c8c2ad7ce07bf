import ipaddr from 'ipaddr.js'

/**
 * Returns the network that an address counts for: itself for IPv4, its first 64 bits for IPv6, of which one household
 * or one rented server has as many addresses as it likes. IPv4 that is written as IPv6 is IPv4.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address.slice(0, 100)
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${Buffer.from(parsed.toByteArray().slice(0, 8)).toString('hex')}/64`
}
