import type { Scene } from './scene.ts'

/** Something that happened on the demo board at a moment, ISO 8601 in UTC: somebody did it through the product. */
export interface DemoEvent {
  at: string
  happens: (scene: Scene) => Promise<void>
}

/** Tells the events in the order of their moments; those of one moment in the order in which they are given. */
export async function tell(events: readonly DemoEvent[], scene: Scene): Promise<void> {
  const inOrder = [...events].sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
  for (const { at, happens } of inOrder) {
    scene.at = at
    await happens(scene)
  }
}
