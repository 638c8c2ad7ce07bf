// Plain JavaScript that any Node can read: an older one must be told what is wrong, not crash on TypeScript.
const wanted = 24
const major = Number(process.versions.node.split('.')[0])
if (major < wanted) {
  console.error(
    `The improvement plan tracker needs Node ${wanted} or newer; this is Node ${process.versions.node}.`,
  )
  process.exit(1)
}
