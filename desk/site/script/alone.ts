// A carrier that only reads: the document comes from the server, and what is typed
// stays in this page.

import { Node } from "prosemirror-model"
import type { Carrier } from "./context"
import { schema } from "./schema"

export function fetchDocument(story: string): Carrier {
  return {
    async start() {
      const answer = await fetch(`/story/${story}/doc`, { headers: { accept: "application/json" } })
      if (!answer.ok) throw new Error(`the document of story ${story}: ${answer.status}`)
      return Node.fromJSON(schema, (await answer.json()).doc)
    },
    plugins: () => [],
  }
}
