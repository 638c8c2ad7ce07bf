import type { Socket } from 'node:net'

/** An upload whose file has not come yet. */
interface Upload {
  /** Its size by its own word, in bytes. */
  announced: number
  /** What it may take in memory, in bytes. */
  held: number
  socket: Socket
  /** What had come over the connection when it began, in bytes. */
  begun: number
}

/** The uploads that this process is receiving. */
export interface UploadsUnderWay {
  /** Counts an upload of an account. Returns what is called when it has ended. */
  begin: (account: number, upload: Upload) => () => void
  /** Returns how much of each upload of an account has come, in bytes. */
  of: (account: number) => { announced: number; come: number }[]
  /** Returns what all of them may take in memory, in bytes. */
  held: () => number
}

/** Returns a list of uploads, empty as yet. */
export function openUploadsUnderWay(): UploadsUnderWay {
  const uploads = new Map<number, Set<Upload>>()
  let held = 0
  return {
    begin: (account, upload) => {
      const theirs = uploads.get(account) ?? new Set()
      uploads.set(account, theirs.add(upload))
      held += upload.held
      return () => {
        theirs.delete(upload)
        if (theirs.size === 0) uploads.delete(account)
        held -= upload.held
      }
    },
    of: (account) =>
      [...(uploads.get(account) ?? [])].map(({ announced, socket, begun }) => ({
        announced,
        come: Math.min(announced, socket.bytesRead - begun),
      })),
    held: () => held,
  }
}
